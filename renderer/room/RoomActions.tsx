import VisibilityOffOutlined from '@mui/icons-material/VisibilityOffOutlined';
import VisibilityOutlined from '@mui/icons-material/VisibilityOutlined';
import Button from '@mui/material/Button';
import { ActionButton } from '../components/ActionButton.tsx';
import { Key } from '../components/Key.tsx';
import { curtainKey } from './Curtain.tsx';
import { useRoom } from './RoomProvider.tsx';

const small = { minHeight: 28, py: 0, fontSize: 14 } as const;

/** The two keys against looks over the shoulder, in the foot of the desk. */
export function RoomActions() {
  const { isPrivate, setPrivate, setCovered } = useRoom();
  return (
    <>
      <ActionButton
        size="small"
        shortcut="F9"
        aria-pressed={isPrivate}
        variant={isPrivate ? 'contained' : 'text'}
        startIcon={isPrivate ? <VisibilityOffOutlined /> : <VisibilityOutlined />}
        onClick={() => setPrivate(!isPrivate)}
        sx={{ ...small, ml: 'auto' }}
      >
        隐去姓名
      </ActionButton>
      <Button
        size="small"
        aria-keyshortcuts={curtainKey}
        endIcon={<Key>{curtainKey}</Key>}
        onClick={() => setCovered(true)}
        sx={small}
      >
        遮屏
      </Button>
    </>
  );
}
