import Close from '@mui/icons-material/Close';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { type HistoryAction, historyActions } from '../../shared/contract/historyActions.ts';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { person } from '../room/person.ts';

/** Actions that bring a whole record: there is nothing that was there before. */
const isWhole: Readonly<Partial<Record<HistoryAction, true>>> = { create: true, import: true };

/** Whose history is read. */
export interface HistoryQuery {
  readonly queryKey: readonly string[];
  readonly queryFn: () => Promise<MethodOutput<'register.history'>>;
}

interface HistoryDrawerProps {
  readonly query: HistoryQuery;
  readonly onClose: () => void;
}

/** Who changed what and when. */
export function HistoryDrawer({ query, onClose }: HistoryDrawerProps) {
  const history = useQuery(query);
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { 'aria-labelledby': 'history-title', role: 'dialog' } }}
    >
      <Box sx={{ width: 560, p: 2.5 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', mb: 1 }}>
          <Typography variant="h2" id="history-title">
            修改历史
          </Typography>
          <IconButton aria-label="关闭修改历史" onClick={onClose} autoFocus>
            <Close />
          </IconButton>
        </Box>
        {history.isError && <Alert severity="error">{messageOf(history.error)}</Alert>}
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {history.data?.entries.map((entry) => (
            <Box
              component="li"
              key={`${entry.at} ${entry.by} ${entry.action}`}
              sx={{ py: 1.25, borderTop: `1px solid ${colours.line}` }}
            >
              <Typography variant="body2" color="textSecondary">
                {momentInWords(entry.at)}　{entry.by}　{historyActions[entry.action]}
                {entry.origin !== null && <span {...person}>（在{entry.origin}的记录里改的）</span>}
              </Typography>
              {entry.changes.map((change) => (
                <Typography
                  key={`${change.label} ${change.before} ${change.after}`}
                  component="div"
                  sx={{ display: 'flex', gap: 1 }}
                >
                  <Box component="span" sx={{ flex: 'none', width: 176, color: 'text.secondary' }}>
                    {change.label}
                  </Box>
                  <span {...person}>
                    {!isWhole[entry.action] && (
                      <>
                        <del>{change.before === '' ? '（空）' : change.before}</del>
                        {' → '}
                      </>
                    )}
                    {change.after === '' ? '（空）' : change.after}
                  </span>
                </Typography>
              ))}
            </Box>
          ))}
        </Box>
      </Box>
    </Drawer>
  );
}
