import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';

/** Seconds before the lock at which the warning appears. */
const warnAt = 60;
/** Milliseconds between two reports that somebody is at the desk. */
const touchEvery = 20_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

interface IdleWarningProps {
  /** Called once when the warning appears, to bring unsaved entry into safety. */
  readonly onWarning: () => void;
}

/** Tells the core that somebody is here, and counts down before it locks because nobody is. */
export function IdleWarning({ onWarning }: IdleWarningProps) {
  const api = useApi();
  const client = useQueryClient();
  const lockAt = useRef<number | null>(null);
  const touchedAt = useRef(0);
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  /** A touch changes nothing any more: the session has lasted as long as one may. */
  const [isLast, setLast] = useState(false);

  const touch = useEffectEvent(() => {
    const now = Date.now();
    if (now - touchedAt.current < touchEvery) return;
    touchedAt.current = now;
    api
      .call('session.touch', {})
      .then(({ secondsUntilLock }) => {
        lockAt.current = Date.now() + secondsUntilLock * 1000;
        setSecondsLeft(null);
        setLast(secondsUntilLock <= warnAt);
      })
      .catch(() => undefined);
  });
  const tick = useEffectEvent(() => {
    if (lockAt.current === null) return;
    const left = Math.ceil((lockAt.current - Date.now()) / 1000);
    if (left > warnAt) return;
    if (secondsLeft === null) onWarning();
    setSecondsLeft(Math.max(0, left));
    // The core locks on its own clock; asking it shows the unlock page even when the host did not tear this one down.
    if (left <= 0) void client.invalidateQueries({ queryKey: ['app.state'] });
  });

  useEffect(() => {
    const onSign = (): void => touch();
    for (const sign of signs) window.addEventListener(sign, onSign, { capture: true, passive: true });
    const timer = setInterval(() => tick(), 1000);
    touch();
    return () => {
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true });
      clearInterval(timer);
    };
  }, []);

  return (
    <Dialog open={secondsLeft !== null} aria-labelledby="idle-title">
      <DialogTitle id="idle-title">即将自动锁定</DialogTitle>
      <DialogContent>
        {isLast ? '已连续使用8小时' : '有一段时间没有操作'}，{secondsLeft}秒后锁定{isLast && '，重新输入密码就能继续'}
        。没有保存的内容已加密存为草稿，重新打开后可以接着填。
      </DialogContent>
      <DialogActions>
        <Button variant="contained" autoFocus onClick={() => touch()}>
          继续工作
        </Button>
      </DialogActions>
    </Dialog>
  );
}
