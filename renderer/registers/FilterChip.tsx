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
import { colours } from '../app/theme.ts';

interface FilterChipProps {
  readonly label: string;
  /** What can be let through, in the order of the menu. */
  readonly options: readonly { readonly code: string; readonly label: string }[];
  readonly codes: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}

/** One filter of a list: a button that says what it lets through, with a menu of boxes to tick. */
export function FilterChip({ label, options, codes, onChange }: FilterChipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const active = codes.length > 0;
  const [first] = codes;
  const only = options.find(({ code }) => code === first)?.label ?? first ?? '';
  const summary = active ? `：${codes.length === 1 ? only : `${codes.length}项`}` : '';
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
        {label}
        {summary}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-labelledby': id, dense: true }, paper: { sx: { maxHeight: 420, minWidth: 180 } } }}
      >
        {options.map((option) => (
          <MenuItem
            key={option.code}
            role="menuitemcheckbox"
            aria-checked={codes.includes(option.code)}
            onClick={() => toggle(option.code)}
            sx={{ py: 0.25, pl: 1 }}
          >
            <ListItemIcon sx={{ color: codes.includes(option.code) ? 'primary.main' : undefined }}>
              {codes.includes(option.code) ? <CheckBox fontSize="small" /> : <CheckBoxOutlineBlank fontSize="small" />}
            </ListItemIcon>
            <ListItemText primary={option.label} />
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
              不限{label}
            </Box>
          </MenuItem>
        )}
      </Menu>
    </>
  );
}
