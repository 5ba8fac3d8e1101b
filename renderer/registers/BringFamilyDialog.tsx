import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { listPageQuery, recordQuery } from '../api/queries.ts';
import { useWork } from '../app/WorkContext.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { composedInput, useComposedText } from '../components/useComposedText.ts';
import { type FamilyRow, familyRows, withFamily } from './familyRows.ts';
import { firstQuery } from './listQueries.ts';
import { type Match, MatchLine, matchOf } from './MatchLine.tsx';
import { rowInWords } from './recordValues.ts';
import type { RecordEditor } from './useRecordEditor.ts';

interface BringFamilyDialogProps {
  readonly register: Register;
  readonly id: string | null;
  readonly editor: RecordEditor;
  readonly onClose: () => void;
}

/** Matches shown; a fuller name narrows them down. */
const shown = 8;

/** Takes family members and household of another record over, each stored once for both. Nothing is saved by this. */
export function BringFamilyDialog({ register, id, editor, onClose }: BringFamilyDialogProps) {
  const api = useApi();
  const { context } = useWork();
  const notice = useNotice();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Match | null>(null);
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  const typed = useComposedText(text, setText);
  const search = text.trim();
  const list = useQuery({
    ...listPageQuery(api, { ...firstQuery(register), filters: {}, search }, 0, shown + 1),
    enabled: search !== '' && chosen === null,
  });
  const record = useQuery({ ...recordQuery(api, register.key, chosen?.id ?? ''), enabled: chosen !== null });
  const found = (search === '' ? [] : (list.data?.rows ?? []))
    .filter((row) => row.id !== id)
    .slice(0, shown)
    .map((row) => matchOf(register, row));
  const rows = record.data && chosen ? familyRows(register, editor.values, record.data.values) : [];
  const isTaken = (row: FamilyRow): boolean => choices.get(row.key) ?? row.offered;
  const taken = rows.filter((row) => !row.known && isTaken(row));
  const take = (): void => {
    const before = editor.values;
    editor.setValues(withFamily(register, before, taken));
    onClose();
    notice({
      severity: 'success',
      text: `带入了${taken.length}项，请核对后保存`,
      action: { label: '撤销', run: () => editor.setValues(before) },
    });
  };
  return (
    <Dialog open fullWidth maxWidth="md" aria-labelledby="bring-family-title" onClose={onClose}>
      <DialogTitle id="bring-family-title">带入兄弟姐妹的家庭</DialogTitle>
      <DialogContent sx={{ minHeight: 260 }}>
        <Autocomplete<Match>
          options={found}
          value={chosen}
          inputValue={typed.value}
          filterOptions={(options) => options}
          getOptionLabel={(option) => option.cells[0] ?? ''}
          getOptionKey={(option) => option.id}
          isOptionEqualToValue={(option, value) => option.id === value.id}
          autoHighlight
          forcePopupIcon={false}
          openOnFocus={false}
          noOptionsText={list.isFetching ? '正在查找' : search === '' ? '请输入姓名' : '没有找到，请换个写法'}
          onInputChange={(_, next, reason) => {
            if (reason === 'selectOption' || reason === 'clear') setText(reason === 'clear' ? '' : next);
          }}
          onChange={(_, option) => {
            setChosen(option);
            setChoices(new Map());
          }}
          renderOption={({ key, ...properties }, option) => (
            <Box component="li" key={key} {...properties} sx={{ display: 'flex', gap: 1.5, fontSize: 15 }}>
              <MatchLine cells={option.cells} />
            </Box>
          )}
          renderInput={(params) => {
            const input = composedInput(params.slotProps.htmlInput, typed);
            return (
              <TextField
                {...params}
                autoFocus
                label={`查找已登记的${register.title}`}
                placeholder="姓名、拼音首字母、身份证号后四位"
                margin="dense"
                slotProps={{
                  ...params.slotProps,
                  htmlInput: {
                    ...input,
                    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
                      setChosen(null);
                      input.onChange(event);
                    },
                  },
                }}
              />
            );
          }}
        />
        {(list.error ?? record.error) && (
          <Alert severity="error" sx={{ mt: 1 }}>
            {messageOf(list.error ?? record.error)}
          </Alert>
        )}
        {record.data && chosen && (
          <Box sx={{ mt: 1.5 }}>
            <Typography color="textSecondary">
              {rows.length === 0
                ? `${chosen.cells[0]}没有登记家庭资料。`
                : `选中的会带入，以后两份记录共用，改一处两处都变；与${register.title}的关系请逐个核对。`}
            </Typography>
            <FormGroup>
              {rows.map((row) => (
                <FormControlLabel
                  key={row.key}
                  disabled={row.known}
                  control={
                    <Checkbox
                      checked={row.known || isTaken(row)}
                      onChange={(_, checked) => setChoices(new Map([...choices, [row.key, checked]]))}
                    />
                  }
                  label={`${row.group.label}　${rowInWords(row.group, row.group.columns, row.values, context)}${row.note}`}
                />
              ))}
            </FormGroup>
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>取消</Button>
        <Button variant="contained" disabled={taken.length === 0} onClick={take}>
          带入所选
        </Button>
      </DialogActions>
    </Dialog>
  );
}
