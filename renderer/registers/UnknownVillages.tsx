import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { similarVillage, withLocalCodes } from '../components/readVillages.ts';

interface UnknownVillagesProps {
  readonly names: readonly string[];
  /** The office's list holds the chosen names now. */
  readonly onAdded: () => void;
}

/** Villages of a table that the office's list does not hold: named once, and taken into the list without leaving the page. */
export function UnknownVillages({ names, onAdded }: UnknownVillagesProps) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { office } = useWork();
  // A slip of the pen is no village: the clerk takes its mark away, and gives one to what only looks like a slip.
  const [marked, setMarked] = useState<ReadonlyMap<string, boolean>>(new Map());
  const places = names.map((name) => {
    const similar = similarVillage(name, office.villages)?.name;
    return { name, similar, isChosen: marked.get(name) ?? similar === undefined };
  });
  const chosen = places.filter(({ isChosen }) => isChosen).map(({ name }) => name);
  const add = useMutation({
    mutationFn: () => {
      const added = chosen.map((name) => ({ code: '', name }));
      return api.call('office.save', { ...office, villages: withLocalCodes([...office.villages, ...added]) });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['office.get'] });
      notice({ severity: 'success', text: `已在设置里加入${chosen.join('、')}` });
      onAdded();
    },
  });
  if (names.length === 0) return null;
  return (
    <Box
      component="section"
      aria-label="设置里没有的村（社区）"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        my: 0.5,
        px: 1.5,
        maxHeight: 120,
        overflow: 'auto',
        color: 'text.primary',
        bgcolor: colours.warningWash,
        border: `1px solid ${colours.line}`,
      }}
    >
      设置里没有：
      {places.map(({ name, similar, isChosen }) => (
        <FormControlLabel
          key={name}
          label={similar === undefined ? name : `${name}（与“${similar}”相近，请核对）`}
          slotProps={{ typography: { variant: 'body2' } }}
          sx={{ mr: 0 }}
          control={
            <Checkbox
              checked={isChosen}
              sx={{ p: 0.5 }}
              onChange={(_, checked) => setMarked(new Map(marked).set(name, checked))}
            />
          }
        />
      ))}
      {chosen.length > 0 ? (
        <Button size="small" variant="outlined" loading={add.isPending} onClick={() => add.mutate()} sx={{ my: 0.5 }}>
          加入这些村（社区）
        </Button>
      ) : (
        <span>写错的名称，在下面的格子里改正</span>
      )}
      {add.isError && (
        <FieldMessage id="villages-error" severity="error">
          {messageOf(add.error)}
        </FieldMessage>
      )}
    </Box>
  );
}
