import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { listPageQuery } from '../api/queries.ts';
import { composedInput, useComposedText } from '../components/useComposedText.ts';
import { firstQuery } from '../registers/listQueries.ts';
import { type Match, MatchLine, matchOf } from '../registers/MatchLine.tsx';

interface ChooseRecordDialogProps {
  readonly register: Register;
  readonly title: string;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

/** Matches that are offered at once; a longer word narrows them. */
const shown = 8;

/** Finds one record by what the clerk knows of it; Enter takes the first match. */
export function ChooseRecordDialog({ register, title, onChoose, onClose }: ChooseRecordDialogProps) {
  const api = useApi();
  const titleId = useId();
  const [text, setText] = useState('');
  const typed = useComposedText(text, setText);
  const search = text.trim();
  const found = useQuery(listPageQuery(api, { ...firstQuery(register), search }, 0, shown));
  const hits = (found.data?.rows ?? []).map((row) => matchOf(register, row));
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogTitle id={titleId}>{title}</DialogTitle>
      {/* Room for the matches below the box. */}
      <DialogContent sx={{ minHeight: 380 }}>
        <Autocomplete<Match>
          open
          disablePortal
          options={hits}
          value={null}
          inputValue={typed.value}
          autoHighlight
          forcePopupIcon={false}
          filterOptions={(options) => options}
          getOptionLabel={() => text}
          getOptionKey={({ id }) => id}
          noOptionsText={
            found.isError
              ? messageOf(found.error)
              : found.isFetching
                ? '正在查找'
                : '没有找到，请换个写法：姓名或监护人、拼音首字母、身份证号后四位、电话后四位、村名'
          }
          slotProps={{ listbox: { 'aria-label': '查找结果', 'aria-labelledby': undefined } }}
          onChange={(_, hit) => {
            if (hit !== null) onChoose(hit.id);
          }}
          renderOption={({ key, ...properties }, { cells }) => (
            <Box component="li" key={key} {...properties} sx={{ display: 'flex', gap: 1.5, fontSize: 15 }}>
              <MatchLine cells={cells} />
            </Box>
          )}
          renderInput={(params) => (
            <TextField
              {...params}
              autoFocus
              placeholder="姓名、监护人、拼音首字母、身份证号、村"
              slotProps={{
                ...params.slotProps,
                htmlInput: {
                  ...composedInput(params.slotProps.htmlInput, typed),
                  'aria-label': `查找${register.title}`,
                },
              }}
            />
          )}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>取消</Button>
      </DialogActions>
    </Dialog>
  );
}
