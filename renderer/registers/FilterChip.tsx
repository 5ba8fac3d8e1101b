import CheckBox from '@mui/icons-material/CheckBox';
import CheckBoxOutlineBlank from '@mui/icons-material/CheckBoxOutlineBlank';
import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useState } from 'react';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { Field } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';

interface FilterChipProps {
  readonly field: Field;
  readonly context: FieldContext;
  readonly codes: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}

/** One filter of a list: a button that says what it lets through, with a menu of boxes to tick. */
export function FilterChip({ field, context, codes, onChange }: FilterChipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const table = field.kind.options?.(context);
  if (!table) return null;
  const active = codes.length > 0;
  const [first] = codes;
  const summary = first === undefined ? '' : codes.length === 1 ? `：${table.label(first)}` : `：${codes.length}项`;
  const toggle = (code: string): void =>
    onChange(codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code]);
  return (
    <>
      <Button
        id={id}
        size="small"
        variant="outlined"
        color={active ? 'primary' : 'inherit'}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        endIcon={<ExpandMore />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          minHeight: 32,
          fontSize: 14,
          borderColor: active ? 'primary.main' : colours.line,
          ...(active ? { bgcolor: colours.accentWash, fontWeight: 600 } : {}),
        }}
      >
        {field.label}
        {summary}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-labelledby': id, dense: true }, paper: { sx: { maxHeight: 420, minWidth: 180 } } }}
      >
        {table.entries.map((entry) => (
          <MenuItem
            key={entry.code}
            role="menuitemcheckbox"
            aria-checked={codes.includes(entry.code)}
            onClick={() => toggle(entry.code)}
            sx={{ py: 0.25, pl: 1 }}
          >
            <ListItemIcon sx={{ color: codes.includes(entry.code) ? 'primary.main' : undefined }}>
              {codes.includes(entry.code) ? <CheckBox fontSize="small" /> : <CheckBoxOutlineBlank fontSize="small" />}
            </ListItemIcon>
            <ListItemText primary={entry.label} />
          </MenuItem>
        ))}
        {active && <Divider component="li" />}
        {active && (
          <MenuItem
            onClick={() => {
              onChange([]);
              setAnchor(null);
            }}
          >
            <Box component="span" sx={{ color: 'primary.main' }}>
              不限{field.label}
            </Box>
          </MenuItem>
        )}
      </Menu>
    </>
  );
}
