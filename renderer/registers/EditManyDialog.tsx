import Close from '@mui/icons-material/Close';
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
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Selection } from '../../shared/contract/shapes.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { askedFor, editableFields } from '../../shared/registers/editableFields.ts';
import { emptyRecord, type Register, type Values } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { refreshRegister } from '../api/queries.ts';
import { colours } from '../app/theme.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { FieldControl } from '../fields/FieldControl.tsx';
import { person } from '../room/person.ts';

interface EditManyDialogProps {
  readonly register: Register;
  readonly context: FieldContext;
  readonly selection: Selection;
  /** How many records are meant. */
  readonly count: number;
  /** Fields that stand there at first. */
  readonly fields: readonly string[];
  /** Takes the identifiers of those that were refused. */
  readonly onDone: (refused: readonly string[]) => void;
  readonly onClose: () => void;
}

type Preview = MethodOutput<'list.previewEdit'>;

/** A field that is to be changed; `cleared` takes its value away. */
interface Change {
  readonly field: string;
  readonly value: FieldValue | null;
  readonly cleared: boolean;
}

/** Gives many records the same values: first it is shown what would change, then it is done, and it can be taken back. */
export function EditManyDialog({ register, context, selection, count, fields, ...dialog }: EditManyDialogProps) {
  const titleId = useId();
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const [changes, setChanges] = useState<readonly Change[]>(() =>
    fields.map((field) => ({ field, value: null, cleared: false })),
  );
  const values: Values = Object.fromEntries(
    changes.map(({ field, value, cleared }) => [field, cleared ? null : value]),
  );
  const input = { register: register.key, selection, changes: values } as MethodInput<'list.previewEdit'>;
  const preview = useMutation({ mutationFn: () => api.call('list.previewEdit', input) });
  const undo = async (batch: string): Promise<void> => {
    try {
      const { undone, kept } = await api.call('batch.undo', { register: register.key, batch });
      await refreshRegister(client, register.key);
      const rest = kept > 0 ? `，${kept}${register.noun}后来又改过，没有还原` : '';
      notice({ severity: 'success', text: `已撤销，${undone}${register.noun}恢复为修改前${rest}` });
    } catch (error) {
      notice({ severity: 'error', text: messageOf(error) });
    }
  };
  const edit = useMutation({
    mutationFn: (expected: number) => api.call('list.edit', { ...input, expected }),
    onSuccess: async ({ batch, changed, refused }) => {
      await refreshRegister(client, register.key);
      const rest = refused.length > 0 ? `；${refused.length}${register.noun}没有修改，已替您勾选` : '';
      notice({
        severity: refused.length > 0 ? 'warning' : 'success',
        text: `已修改${changed}${register.noun}${rest}`,
        action: { label: '撤销', run: () => void undo(batch) },
      });
      dialog.onDone(refused.map(({ id }) => id));
    },
  });
  /** Another edit: what was shown of the last one counts no more. */
  const change = (next: readonly Change[]): void => {
    setChanges(next);
    preview.reset();
    edit.reset();
  };
  const setValue = (field: string, value: FieldValue | null): void => {
    const next = changes.map((each) => (each.field === field ? { field, value, cleared: false } : each));
    // A status other than 在册 asks for its reason and day.
    const given = Object.fromEntries(next.map((each) => [each.field, each.value]));
    const asked = askedFor(register, given).map((key): Change => ({ field: key, value: null, cleared: false }));
    change([...next, ...asked]);
  };
  const unfinished = changes.filter(({ value, cleared }) => value === null && !cleared);
  const failure = preview.error ?? edit.error;
  const faults = failure instanceof CallError ? failure.fields : {};
  const shown = preview.data;
  const busy = preview.isPending || edit.isPending;
  return (
    <Dialog open onClose={busy ? () => undefined : dialog.onClose} aria-labelledby={titleId} fullWidth maxWidth="md">
      <DialogTitle id={titleId}>
        批量修改{count.toLocaleString('zh-CN')}
        {register.noun}
      </DialogTitle>
      <DialogContent>
        {changes.map(({ field: key, value, cleared }) => {
          const field = register.fields[key];
          return (
            field && (
              <Box key={key} sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start', mb: 1.5 }}>
                <Box sx={{ flex: 1, minWidth: 0, ...(cleared ? { opacity: 0.5 } : {}) }}>
                  <FieldControl
                    id={`edit-${key}`}
                    field={field}
                    value={value}
                    onChange={(next) => setValue(key, next)}
                    context={context}
                    variant="form"
                    error={faults[key]}
                  />
                </Box>
                <FormControlLabel
                  label="清空"
                  disabled={field.required(emptyRecord(register).fields)}
                  sx={{ mt: 2.5, mr: 0 }}
                  control={
                    <Checkbox
                      checked={cleared}
                      slotProps={{ input: { 'aria-label': `清空${field.label}` } }}
                      onChange={(event) =>
                        change(
                          changes.map((each) =>
                            each.field === key ? { field: key, value: null, cleared: event.target.checked } : each,
                          ),
                        )
                      }
                    />
                  }
                />
                <IconButton
                  aria-label={`不改${field.label}`}
                  onClick={() => change(changes.filter((each) => each.field !== key))}
                  sx={{ mt: 2.5 }}
                >
                  <Close fontSize="small" />
                </IconButton>
              </Box>
            )
          );
        })}
        <FieldChooser
          register={register}
          chosen={changes.map(({ field }) => field)}
          onChoose={(field) => change([...changes, { field, value: null, cleared: false }])}
        />
        {failure && <Alert severity="error">{messageOf(failure)}</Alert>}
        {shown && <PreviewText {...{ register, context, values }} preview={shown} />}
      </DialogContent>
      <DialogActions>
        <Typography variant="body2" color="textSecondary" sx={{ mr: 'auto', pl: 2 }}>
          修改后可以撤销；每条记录的历史都会记下这次修改。
        </Typography>
        <Button onClick={dialog.onClose} disabled={busy}>
          取消
        </Button>
        {shown ? (
          <Button
            variant="contained"
            disabled={shown.changed === 0}
            loading={edit.isPending}
            onClick={() => edit.mutate(shown.changed)}
          >
            修改{shown.changed.toLocaleString('zh-CN')}
            {register.noun}
          </Button>
        ) : (
          <Button
            variant="contained"
            disabled={changes.length === 0 || unfinished.length > 0}
            loading={preview.isPending}
            onClick={() => preview.mutate()}
          >
            看看会改哪些
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

interface FieldChooserProps {
  readonly register: Register;
  readonly chosen: readonly string[];
  readonly onChoose: (field: string) => void;
}

/** Adds a field to the edit, found by the first words of its name or picked from the sections of the entry form. */
function FieldChooser({ register, chosen, onChoose }: FieldChooserProps) {
  const [typed, setTyped] = useState('');
  const sectionOf = (key: string): string =>
    register.sections.find((section) => section.fields.includes(key))?.title ?? '';
  return (
    <Autocomplete
      options={editableFields(register).filter((key) => !chosen.includes(key))}
      getOptionLabel={(key) => register.fields[key]?.label ?? key}
      groupBy={sectionOf}
      value={null}
      inputValue={typed}
      onInputChange={(_, text, reason) => setTyped(reason === 'input' ? text : '')}
      onChange={(_, key) => {
        if (key !== null) onChoose(key);
      }}
      blurOnSelect
      autoHighlight
      sx={{ width: 320, mb: 1.5 }}
      renderInput={(params) => (
        <TextField
          {...params}
          autoFocus={chosen.length === 0}
          placeholder={chosen.length === 0 ? '选择要修改的项目' : '再改一项'}
          slotProps={{
            ...params.slotProps,
            htmlInput: { ...params.slotProps.htmlInput, 'aria-label': '选择要修改的项目' },
          }}
        />
      )}
    />
  );
}

/** Names that are listed; more are counted. */
const listedRefusals = 50;

/** Letters of a former value that are shown. */
const shownLetters = 20;

interface PreviewTextProps extends Pick<EditManyDialogProps, 'register' | 'context'> {
  /** The new values. */
  readonly values: Values;
  readonly preview: Preview;
}

function PreviewText({ register, context, values, preview }: PreviewTextProps) {
  const { changed, same, refused, former } = preview;
  const number = (count: number): string => `${count.toLocaleString('zh-CN')}${register.noun}`;
  const parts = [
    changed === 0 ? '没有要修改的' : `将修改${number(changed)}`,
    ...(same > 0 ? [`${number(same)}已经是这样`] : []),
    ...(refused.length > 0 ? [`${number(refused.length)}不能这样改，保持原样`] : []),
  ];
  const inWords = (text: string): string => {
    const letters = [...(text === '' ? '（空）' : text)];
    return letters.length > shownLetters ? `${letters.slice(0, shownLetters).join('')}…` : letters.join('');
  };
  const lines = former.flatMap(({ field: key, values: replaced, others }) => {
    const field = register.fields[key];
    const value = values[key] ?? null;
    if (!field || replaced.length === 0) return [];
    const before = replaced.map(({ text, count }) => `${inWords(text)}${number(count)}`);
    const rest = others > 0 ? [`其他内容${number(others)}`] : [];
    const after = inWords(value === null ? '' : field.kind.format(value, context));
    return [`${field.label}：${[...before, ...rest].join('、')} → ${after}`];
  });
  return (
    <Box role="status">
      <Alert severity={refused.length > 0 ? 'warning' : 'info'}>
        {parts.join('；')}。
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </Alert>
      {refused.length > 0 && (
        <Box
          component="ul"
          aria-label="不能修改的"
          tabIndex={0}
          sx={{ maxHeight: 180, overflow: 'auto', m: 0, mt: 1, p: 0, border: `1px solid ${colours.line}` }}
        >
          {refused.slice(0, listedRefusals).map(({ id, name, reason }) => (
            <Box
              component="li"
              key={id}
              sx={{ display: 'flex', gap: 1.5, px: 1.5, py: 0.5, borderBottom: `1px solid ${colours.line}` }}
            >
              <Box component="span" {...person} sx={{ fontWeight: 600, flex: 'none', minWidth: 90 }}>
                {name}
              </Box>
              <span>{reason}</span>
            </Box>
          ))}
          {refused.length > listedRefusals && (
            <Box component="li" sx={{ px: 1.5, py: 0.5, listStyle: 'none' }}>
              还有{number(refused.length - listedRefusals)}
            </Box>
          )}
        </Box>
      )}
    </Box>
  );
}
