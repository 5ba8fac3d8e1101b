import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import InfoOutlined from '@mui/icons-material/InfoOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import type { TemplateIssue } from '../../shared/templates/templateBindings.ts';

interface TemplateIssuesProps {
  readonly issues: readonly TemplateIssue[];
  /** What the program leaves as it is and cannot fill, in sentences. */
  readonly notices: readonly string[];
  readonly onGo: (address: string) => void;
}

const signs = {
  error: { Icon: ErrorOutlined, word: '要改', color: 'error.main' },
  warning: { Icon: WarningAmber, word: '请核对', color: 'warning.main' },
  info: { Icon: InfoOutlined, word: '说明', color: 'text.secondary' },
} as const;

/** What the program found about the decisions, the worst first; each leads to the place that it is about. */
export function TemplateIssues({ issues, notices, onGo }: TemplateIssuesProps) {
  const severities = Object.keys(signs);
  const listed = [
    ...issues,
    ...notices.map((message): TemplateIssue => ({ severity: 'info', message, addresses: [] })),
  ].sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
  return (
    <Box component="section" aria-label="检查">
      <Typography variant="h3" sx={{ mb: 0.5 }}>
        检查
      </Typography>
      {listed.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          没有发现问题。
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {listed.map((issue) => (
          <li key={`${issue.severity} ${issue.message} ${issue.addresses.join(' ')}`}>
            <IssueLine issue={issue} onGo={onGo} />
          </li>
        ))}
      </Box>
    </Box>
  );
}

function IssueLine({ issue, onGo }: { readonly issue: TemplateIssue; readonly onGo: (address: string) => void }) {
  const { Icon, word, color } = signs[issue.severity];
  const [address] = issue.addresses;
  const line = (
    <>
      <Icon sx={{ fontSize: 18, mt: '2px', flex: 'none', color }} />
      <span>
        <Box component="strong" sx={{ color, mr: 0.5 }}>
          {word}
        </Box>
        {issue.message}
      </span>
    </>
  );
  const look = {
    display: 'flex',
    gap: 0.75,
    alignItems: 'flex-start',
    textAlign: 'left',
    fontSize: 14,
    py: 0.5,
    width: '100%',
  };
  if (address === undefined) return <Box sx={look}>{line}</Box>;
  return (
    <ButtonBase
      onClick={() => onGo(address)}
      sx={{ ...look, justifyContent: 'flex-start', '&:hover': { textDecoration: 'underline' } }}
    >
      {line}
    </ButtonBase>
  );
}
