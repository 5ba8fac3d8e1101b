import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { colours } from '../app/theme.ts';
import { Key } from '../components/Key.tsx';
import { useShortcut } from '../components/useShortcut.ts';
import type { FormSection } from './formSections.ts';

interface SectionIndexProps {
  readonly sections: readonly FormSection[];
  readonly onGo: (title: string) => void;
}

/** The id of a section on the page, by its place in the form. */
export function sectionId(title: string): string {
  return `section-${title}`;
}

/** The way to every section of a long form, with what is to do there. F6 goes to the next one. */
export function SectionIndex({ sections, onGo }: SectionIndexProps) {
  useShortcut('F6', () => goToNext(sections));
  return (
    <Box
      component="nav"
      aria-label="页内跳转"
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 0.25, minHeight: 40, flex: 1 }}
    >
      {sections.map((section) => (
        <ButtonBase
          key={section.title}
          aria-label={inWords(section)}
          onClick={() => onGo(section.title)}
          sx={{
            px: 0.75,
            minHeight: 32,
            gap: 0.5,
            borderRadius: 1,
            fontSize: 14,
            color: section.idle ? 'text.secondary' : 'primary.main',
            '&:hover': { bgcolor: colours.accentWash },
            '&.Mui-focusVisible': { outline: `2px solid ${colours.accent}` },
          }}
        >
          {section.title}
          {section.errors > 0 && (
            <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', color: 'error.main' }}>
              <ErrorOutlined sx={{ fontSize: 15 }} />
              {section.errors}
            </Box>
          )}
          {section.gaps > 0 && (
            <Box
              component="span"
              sx={{
                minWidth: 18,
                px: 0.25,
                fontSize: 12,
                lineHeight: '16px',
                textAlign: 'center',
                color: 'text.secondary',
                border: `1px dashed ${colours.lineStrong}`,
                borderRadius: '3px',
              }}
            >
              {section.gaps}
            </Box>
          )}
        </ButtonBase>
      ))}
      <Box component="span" sx={{ color: 'text.secondary', fontSize: 13, ml: 0.5 }} title="F6 到下一节">
        <Key>F6</Key>
      </Box>
    </Box>
  );
}

function inWords({ title, errors, gaps, idle }: FormSection): string {
  const parts = [
    title,
    ...(errors > 0 ? [`${errors}处需要改正`] : []),
    ...(gaps > 0 ? [`${gaps}项待补`] : []),
    ...(idle ? ['没有内容，已收起'] : []),
  ];
  return parts.join('，');
}

/** Puts the cursor at the beginning of a section: into its first field, or on the line that stands for a folded one. */
export function enterSection(title: string): void {
  const section = document.getElementById(sectionId(title));
  const body = section?.querySelector('[data-section-body]') ?? section;
  body
    ?.querySelector<HTMLElement>(
      'input:not([tabindex="-1"]):not(:disabled),textarea:not(:disabled),button:not(:disabled,[aria-disabled])',
    )
    ?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'start' });
}

/** From the section with the cursor to the one after it; from the last one, or from elsewhere, to the first. */
function goToNext(sections: readonly FormSection[]): void {
  const at = sections.findIndex(({ title }) =>
    document.getElementById(sectionId(title))?.contains(document.activeElement),
  );
  const next = sections[at + 1] ?? sections[0];
  if (next) enterSection(next.title);
}
