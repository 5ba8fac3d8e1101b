import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { Issue, RecordShape, RecordValues } from '../../shared/registers/register.ts';
import { pathOnSheet } from '../sheets/pathOnSheet.ts';
import { namedField } from './recordValues.ts';

interface IssueSummaryProps {
  readonly register: RecordShape;
  readonly issues: readonly Issue[];
  /** The sheet on which the entry is shown, whose cells give the names; null for a form. */
  readonly sheet: Sheet | null;
  readonly values: RecordValues;
  /** Puts the cursor into the field of a path. */
  readonly onJump: (path: string) => void;
  /** What can be done when everything is mended. */
  readonly goal?: '保存' | '打印';
}

/** All findings in one place; each leads to its field. */
export function IssueSummary({ issues, goal = '保存', ...shown }: IssueSummaryProps) {
  const errors = issues.filter((issue) => issue.severity === 'error');
  const warnings = issues.filter((issue) => issue.severity === 'warning');
  return (
    <>
      {errors.length > 0 && (
        <Alert severity="error" aria-label="需要改正的地方">
          有{errors.length}处需要改正，改好后再{goal}：
          <IssueLinks {...shown} issues={errors} />
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert severity="warning" role="note" aria-label="需要核对的地方">
          有{warnings.length}处请核对，核对无误可以照样{goal}：
          <IssueLinks {...shown} issues={warnings} />
        </Alert>
      )}
    </>
  );
}

function IssueLinks({ register, issues, sheet, values, onJump }: Omit<IssueSummaryProps, 'goal'>) {
  const nameOf = (path: string): string =>
    namedField(register, (sheet && pathOnSheet(sheet, values, path)) ?? path).label;
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {issues.map((issue) => (
        <Link
          key={`${issue.path} ${issue.message}`}
          component="button"
          type="button"
          color="inherit"
          title={issue.message}
          onClick={() => onJump(issue.path)}
        >
          {nameOf(issue.path)}
        </Link>
      ))}
    </Box>
  );
}
