import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { Sheet } from '../../shared/forms/sheet.ts';
import { Key } from '../components/Key.tsx';
import { useShortcut } from '../components/useShortcut.ts';

interface SheetChoiceProps {
  readonly sheets: readonly Sheet[];
  readonly chosen: Sheet;
  readonly onChoose: (sheet: Sheet) => void;
}

/** On which of several sheets a record is shown; its values are the same on all of them. F4 goes to the next one. */
export function SheetChoice({ sheets, chosen, onChoose }: SheetChoiceProps) {
  useShortcut('F4', () => {
    const next = sheets[(sheets.indexOf(chosen) + 1) % sheets.length];
    if (next) onChoose(next);
  });
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, minHeight: 40, flex: 1 }}>
      <Box component="span" id="sheet-choice" sx={{ color: 'text.secondary', fontSize: 14 }}>
        表样
      </Box>
      <ToggleButtonGroup
        size="small"
        exclusive
        aria-labelledby="sheet-choice"
        value={chosen.key}
        onChange={(_, key: string | null) => {
          const next = sheets.find((sheet) => sheet.key === key);
          if (next) onChoose(next);
        }}
      >
        {sheets.map(({ key, title, shortTitle }) => (
          <ToggleButton key={key} value={key} title={title} sx={{ minHeight: 34, px: 1.5, color: 'text.primary' }}>
            {shortTitle}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }} title="F4 换下一张表样">
        <Key>F4</Key>
      </Box>
    </Box>
  );
}
