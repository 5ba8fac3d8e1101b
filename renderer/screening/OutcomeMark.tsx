import Box from '@mui/material/Box';
import { type ScreeningOutcome, screeningOutcomes } from '../../shared/contract/screeningOutcomes.ts';
import { colours } from '../app/theme.ts';

/** Told by sign and word, never by colour alone. */
const looks: Readonly<Record<ScreeningOutcome, { readonly sign: string; readonly colour: string }>> = {
  confirmed: { sign: '✓', colour: colours.success },
  new: { sign: '＋', colour: colours.accent },
  changed: { sign: '△', colour: colours.warning },
  removed: { sign: '－', colour: colours.inkSoft },
  notSeen: { sign: '✕', colour: colours.error },
  unchecked: { sign: '○', colour: colours.inkSoft },
};

/** The outcome of a child. */
export function OutcomeMark({ outcome }: { readonly outcome: ScreeningOutcome }) {
  const { sign, colour } = looks[outcome];
  return (
    <Box component="span" sx={{ color: colour, whiteSpace: 'nowrap' }}>
      <Box component="span" aria-hidden sx={{ display: 'inline-block', width: '1.3em' }}>
        {sign}
      </Box>
      {screeningOutcomes[outcome]}
    </Box>
  );
}
