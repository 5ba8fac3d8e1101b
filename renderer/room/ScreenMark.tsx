import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import { timeInWords } from '../components/momentInWords.ts';

interface ScreenMarkProps {
  readonly user: string;
  readonly today: string;
}

/** Pixels from one mark to the next. */
const tile = { width: 340, height: 200 } as const;

/**
 * The user's name and the time, tiled faintly over the screen, so that a photograph of it tells whose it was (security.md b8: 4 to 6 %).
 * It takes no click, is not printed, and is a picture, so nobody has it read aloud.
 */
export function ScreenMark({ user, today }: ScreenMarkProps) {
  const [time, setTime] = useState(() => timeInWords(new Date()));
  useEffect(() => {
    const timer = setInterval(() => setTime(timeInWords(new Date())), 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Box
      aria-hidden
      data-screen-mark
      style={{
        backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(markOf(`${user}　${today} ${time}`))}")`,
      }}
      sx={{
        position: 'fixed',
        inset: 0,
        // Above dialogs, below nothing that is used.
        zIndex: 2_000,
        pointerEvents: 'none',
        opacity: 0.05,
        '@media print': { display: 'none' },
      }}
    />
  );
}

function markOf(text: string): string {
  const escaped = text.replace(/[&<>]/gu, (character) => `&#${character.codePointAt(0)};`);
  const { width, height } = tile;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<text x="${width / 2}" y="${height / 2}" text-anchor="middle" font-size="17" font-family="sans-serif" ` +
    `transform="rotate(-24 ${width / 2} ${height / 2})">${escaped}</text></svg>`
  );
}
