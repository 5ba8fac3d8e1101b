import { Component, type ReactNode } from 'react';
import { FailedPage } from './FailedPage.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Catches what fails while a page outside the routes is drawn. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <FailedPage /> : this.props.children;
  }
}
