import type { Issue } from '../../shared/registers/register.ts';

/** The finding of a field as FieldControl takes it. */
export function messagesOf(issue: Issue | undefined): { error?: string; warning?: string } {
  if (!issue) return {};
  return issue.severity === 'error' ? { error: issue.message } : { warning: issue.message };
}
