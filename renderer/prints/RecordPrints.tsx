import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { printWays } from '../../shared/contract/printMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { outcomeInWords } from './PrintTable.tsx';
import { everyPrint, printsQuery } from './printQueries.ts';

/** The latest prints that stand in view; all of them are in the register of prints. */
const latest = 5;

/** Where a record went out on paper or as a file. */
export function RecordPrints({ register, id }: { readonly register: string; readonly id: string }) {
  const api = useApi();
  const found = useQuery(printsQuery(api, { ...everyPrint, record: { register, id } }, 0));
  if (found.isError) return <Alert severity="error">{messageOf(found.error)}</Alert>;
  if (!found.data) return null;
  const { total, prints } = found.data;
  if (total === 0) return <Typography color="textSecondary">还没有打印过。</Typography>;
  return (
    <>
      <Box component="ul" aria-label="打印记录" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {prints.slice(0, latest).map((print) => (
          <Box
            component="li"
            key={print.id}
            sx={{ display: 'flex', gap: 2, py: 0.5, borderTop: `1px solid ${colours.line}` }}
          >
            <Box component="span" sx={{ flex: 'none', width: 110, fontWeight: 600 }}>
              {print.serial}
            </Box>
            <Box component="span" sx={{ flex: 1, minWidth: 0 }}>
              {print.title}
              <Typography component="span" variant="body2" color="textSecondary" sx={{ display: 'block' }}>
                {print.by}于{momentInWords(print.at)}
                {printWays[print.way]}，{outcomeInWords(print)}
              </Typography>
            </Box>
          </Box>
        ))}
      </Box>
      <MuiLink component={Link} to={addresses.printsOf(register, id)} sx={{ display: 'inline-block', mt: 1 }}>
        {total > latest ? `全部${total}次打印` : '在打印登记里看'}
      </MuiLink>
    </>
  );
}
