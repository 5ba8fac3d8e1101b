import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { refusalForm } from '../../shared/forms/sealedRefusalSheet.ts';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { sealStatusQuery } from './sealQueries.ts';

const sealedHeadingId = 'sealed-heading';

/** What leads back to this part of a record's page: the cursor goes to its heading. */
export const toSealedPart = { state: { focus: sealedHeadingId } } as const;

interface SealedPartProps {
  readonly register: Register;
  readonly record: string;
  /** What this part of the page is called. */
  readonly title: string;
}

/** How much of a record is sealed, for whoever may ask for it; of which kind it is stands nowhere. */
export function SealedPart({ register, record, title }: SealedPartProps) {
  const api = useApi();
  const navigate = useNavigate();
  const { may } = useRights();
  const found = useQuery(sealStatusQuery(api, register.key, record));
  const count = found.data?.count;
  return (
    <Paper component="section" aria-label={title} sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, flexWrap: 'wrap' }}>
        <Typography id={sealedHeadingId} tabIndex={-1} variant="h3" component="h2" color="primary">
          {title}
        </Typography>
        <Typography sx={{ flex: 1 }}>
          {count === undefined ? '' : count === 0 ? '没有封存的内容' : `已封存${count}项`}
        </Typography>
        <Button onClick={() => void navigate(addresses.fill(refusalForm))}>出具“不予提供”答复</Button>
        {count !== undefined && count > 0 && (
          <Button variant="outlined" onClick={() => void navigate(addresses.sealed(register.key, record))}>
            申请查看
          </Button>
        )}
        {may(register, 'help') && (
          <Button variant="outlined" onClick={() => void navigate(addresses.sealedEntry(register.key, record))}>
            登记封存事项
          </Button>
        )}
      </Box>
      {found.isError && <Alert severity="error">{messageOf(found.error)}</Alert>}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        受害信息、未成年时违法犯罪和不良行为、治安违法、专门教育、举报人、心理评估等依法封存，只在这里登记，不要写进备注和其他栏目。
      </Typography>
    </Paper>
  );
}
