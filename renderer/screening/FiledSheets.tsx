import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { monthInWords } from '../../shared/rules/screeningMonth.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { filedSheetsQuery } from './screeningQueries.ts';

interface FiledSheetsProps {
  readonly register: string;
  readonly id: string;
}

/** The sheets of a record as they were filed, each to be printed again as it was. */
export function FiledSheets({ register, id }: FiledSheetsProps) {
  const api = useApi();
  const found = useQuery(filedSheetsQuery(api, register, id));
  if (found.isError) return <Alert severity="error">{messageOf(found.error)}</Alert>;
  if (!found.data) return null;
  if (found.data.sheets.length === 0) {
    return <Typography color="textSecondary">还没有归档的排查表。每月排查归档时，会按当时的登记存一份。</Typography>;
  }
  return (
    <Box component="ul" aria-label="归档的排查表" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {found.data.sheets.map((sheet) => (
        <Box
          component="li"
          key={sheet.id}
          sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 40, borderTop: `1px solid ${colours.line}` }}
        >
          <Box component="span" sx={{ flex: 'none', width: 110, fontWeight: 600 }}>
            {monthInWords(sheet.month)}
          </Box>
          <Box component="span" sx={{ flex: 1, minWidth: 0 }}>
            {sheet.title}
            <Typography component="span" variant="body2" color="textSecondary" sx={{ display: 'block' }}>
              {sheet.villageName}　{sheet.filedBy}于{momentInWords(sheet.filedAt)}归档
            </Typography>
          </Box>
          <Button
            size="small"
            variant="outlined"
            component={Link}
            to={addresses.screeningPrint('sheet', sheet.id)}
            aria-label={`打印${monthInWords(sheet.month)}归档的排查表`}
          >
            照原样打印
          </Button>
        </Box>
      ))}
    </Box>
  );
}
