import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Seconds that are left of some, counted by the computer's own running time, so that a clock that is set back lengthens nothing.
 * @param seconds null while they are not known
 * @param onOver called once when none is left
 */
export function useCountdown(seconds: number | null, onOver: () => void): number | null {
  const [left, setLeft] = useState(seconds);
  const over = useEffectEvent(onOver);
  useEffect(() => {
    if (seconds === null) return undefined;
    const end = performance.now() + seconds * 1_000;
    const tick = (): void => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1_000));
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      over();
    };
    const timer = setInterval(tick, 500);
    tick();
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

/** 9分05秒 */
export function secondsInWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}分${String(seconds % 60).padStart(2, '0')}秒`;
}
