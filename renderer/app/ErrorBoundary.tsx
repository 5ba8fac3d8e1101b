import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';
import { CenteredPage } from '../components/CenteredPage.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Shows one sentence and a way on when drawing a page fails; drafts are safe in the core by then. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <CenteredPage title="这一页没能显示出来">
        <p>已填写的内容有草稿。请重新打开页面；再次出现时请关闭程序后重新打开。</p>
        <Button variant="contained" onClick={() => location.replace('/')}>
          重新打开页面
        </Button>
      </CenteredPage>
    );
  }
}
