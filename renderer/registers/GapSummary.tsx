import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState } from 'react';
import type { Issue, RecordShape } from '../../shared/registers/register.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { fieldId } from '../fields/FieldControl.tsx';
import { placeInForm } from './formSections.ts';
import { namedField } from './recordValues.ts';

interface GapSummaryProps {
  readonly register: RecordShape;
  readonly gaps: readonly Issue[];
  /** Puts the cursor into the field of a path. */
  readonly onJump: (path: string) => void;
}

/** What the official forms still ask for: a line that does not alarm, with the way to each of them. */
export function GapSummary({ register, gaps, onJump }: GapSummaryProps) {
  const [listed, setListed] = useState(false);
  if (gaps.length === 0) return null;
  const paths = gaps.map(({ path }) => path);
  return (
    <Box role="note" aria-label="待补的内容" sx={{ color: 'text.secondary' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <span>还有{gaps.length}项待补，可以以后再填</span>
        <ActionButton size="small" shortcut="F8" onClick={() => onJump(nextGap(register, paths))}>
          下一项
        </ActionButton>
        <Button size="small" aria-expanded={listed} onClick={() => setListed(!listed)}>
          {listed ? '收起' : '是哪些'}
        </Button>
      </Box>
      {listed && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, rowGap: 0.25 }}>
          {paths.map((path) => (
            <Link key={path} component="button" type="button" onClick={() => onJump(path)}>
              {namedField(register, path).label}
            </Link>
          ))}
        </Box>
      )}
    </Box>
  );
}

/** The gap that follows the cursor on the page; those that the page does not show come last. */
function nextGap(register: RecordShape, paths: readonly string[]): string {
  const { activeElement } = document;
  const places = paths.flatMap((path) => {
    const element =
      document.getElementById(fieldId(path)) ?? document.getElementById(fieldId(placeInForm(register, path)));
    return element ? [{ path, element }] : [];
  });
  const follows = (one: Element, other: Element): boolean =>
    (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  places.sort((one, other) => (follows(one.element, other.element) ? -1 : 1));
  const ahead = places.find(
    ({ element }) => activeElement === null || (!element.contains(activeElement) && follows(activeElement, element)),
  );
  const elsewhere = paths.find((path) => !places.some((place) => place.path === path));
  return (ahead ?? (elsewhere === undefined ? undefined : { path: elsewhere }) ?? places[0])?.path ?? '';
}
