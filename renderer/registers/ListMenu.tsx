import ExpandMore from '@mui/icons-material/ExpandMore';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useState } from 'react';

/** An entry of the menu. */
export interface ListMenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: boolean;
}

/** What is done with a list less often, in groups. */
export function ListMenu({ groups }: { readonly groups: readonly (readonly ListMenuItem[])[] }) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const filled = groups.filter((group) => group.length > 0);
  return (
    <>
      <Button
        id={id}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        endIcon={<ExpandMore />}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        更多
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ list: { 'aria-labelledby': id, dense: true } }}
      >
        {filled.flatMap((group, index) => [
          ...(index > 0 ? [<Divider key={`line-${group[0]?.label ?? ''}`} component="li" />] : []),
          ...group.map(({ label, run, disabled = false }) => (
            <MenuItem
              key={label}
              disabled={disabled}
              onClick={() => {
                setAnchor(null);
                run();
              }}
            >
              {label}
            </MenuItem>
          )),
        ])}
      </Menu>
    </>
  );
}
