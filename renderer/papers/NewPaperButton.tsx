import Add from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { addresses } from '../app/addresses.ts';
import { paperFormsOf } from './paperForms.ts';

interface NewPaperButtonProps {
  readonly register: Register;
  readonly record: string;
}

/** Begins a form about a record: all that there are, by what the clerk is doing. */
export function NewPaperButton({ register, record }: NewPaperButtonProps) {
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Add />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        新填一张
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {paperFormsOf(register).flatMap(({ title, forms }) => [
          <ListSubheader key={title} role="presentation" sx={{ lineHeight: '32px' }}>
            {title}
          </ListSubheader>,
          ...forms.map(({ sheet }) => (
            <MenuItem
              key={sheet.key}
              onClick={() => void navigate(addresses.paperEntry(register.key, record, sheet.key))}
              sx={{ gap: 1.5 }}
            >
              <Typography component="span" color="textSecondary" sx={{ width: 36, fontSize: 14 }}>
                {sheet.key}
              </Typography>
              {sheet.title}
            </MenuItem>
          )),
        ])}
      </Menu>
    </>
  );
}
