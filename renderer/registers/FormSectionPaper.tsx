import ChevronRight from '@mui/icons-material/ChevronRight';
import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { colours } from '../app/theme.ts';
import type { FormSection } from './formSections.ts';
import { enterSection, sectionId } from './SectionIndex.tsx';

interface FormSectionPaperProps {
  readonly section: FormSection;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A titled part of the entry form. One with nothing in it can be folded to its title; where the cursor was stays open. */
export function FormSectionPaper({ section, open, onOpen, children }: FormSectionPaperProps) {
  const { title, idle } = section;
  return (
    <Paper
      component="section"
      id={sectionId(title)}
      aria-label={title}
      onFocus={(event) => {
        if (event.target.closest('[data-section-body]')) onOpen(true);
      }}
      sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: open ? 1.5 : 0.25 }}
    >
      {idle ? (
        <Typography variant="h3" component="h2" color="primary" sx={{ mb: open ? 1 : 0 }}>
          <ButtonBase
            aria-expanded={open}
            onClick={() => {
              flushSync(() => onOpen(!open));
              if (!open) enterSection(title);
            }}
            sx={{
              font: 'inherit',
              justifyContent: 'flex-start',
              width: '100%',
              minHeight: 36,
              gap: 0.5,
              '&.Mui-focusVisible': { outline: `2px solid ${colours.accent}` },
            }}
          >
            {open ? <ExpandMore fontSize="small" /> : <ChevronRight fontSize="small" />}
            {title}
            <Box component="span" sx={{ ml: 1, color: 'text.secondary', fontWeight: 400, fontSize: 14 }}>
              {open ? '没有内容，可以收起' : '没有内容，已收起，按回车展开'}
            </Box>
          </ButtonBase>
        </Typography>
      ) : (
        <Typography variant="h3" component="h2" color="primary" sx={{ mb: 1 }}>
          {title}
        </Typography>
      )}
      {open && <Box data-section-body="">{children}</Box>}
    </Paper>
  );
}
