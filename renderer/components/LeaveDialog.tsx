import { useBlocker } from 'react-router';
import { ConfirmDialog, type ConfirmDialogProps } from './ConfirmDialog.tsx';

interface LeaveDialogProps extends Pick<ConfirmDialogProps, 'title' | 'text' | 'confirm' | 'cancel'> {
  /** Whether leaving the page now would lose something. */
  readonly when: boolean;
}

/** Holds back whatever leads away from a page while something on it would be lost, and asks. */
export function LeaveDialog({ when, ...question }: LeaveDialogProps) {
  const blocker = useBlocker(when);
  return (
    <ConfirmDialog
      open={blocker.state === 'blocked'}
      {...question}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    />
  );
}
