import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { formOfPaper } from './paperForms.ts';
import type { ListedPaper } from './paperQueries.ts';

interface PaperRowsProps {
  readonly label: string;
  readonly papers: readonly ListedPaper[];
  readonly register: string;
  readonly record: string;
  /** Whether the form is named in each row; not where all are of one form. */
  readonly showsForm: boolean;
}

/** Forms about a record, each with what tells it from the others, and the way to it and to its paper. */
export function PaperRows({ label, papers, register, record, showsForm }: PaperRowsProps) {
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {papers.map((paper) => {
        const form = formOfPaper(paper.paper);
        if (!form) return null;
        const title = form.sheet.title;
        const summary = paper.summary === '' ? '还没有填日期' : paper.summary;
        return (
          <Box
            component="li"
            key={paper.id}
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 2,
              minHeight: 44,
              borderTop: `1px solid ${colours.line}`,
            }}
          >
            <Box component="span" sx={{ flex: 1, minWidth: 0, py: 0.5 }}>
              <MuiLink
                component={Link}
                to={addresses.paperEntry(register, record, form.sheet.key, paper.id)}
                sx={{ fontWeight: 600 }}
              >
                {showsForm ? title : summary}
              </MuiLink>
              {showsForm && (
                <Box component="span" sx={{ ml: 1.5 }}>
                  {summary}
                </Box>
              )}
              <Typography component="span" variant="body2" color="textSecondary" sx={{ display: 'block' }}>
                {paper.updatedBy}于{momentInWords(paper.updatedAt)}
                {paper.version === 1 ? '填写' : '修改'}
                {paper.gaps > 0 && `　还有${paper.gaps}项待补`}
              </Typography>
            </Box>
            <Button
              size="small"
              variant="outlined"
              component={Link}
              to={addresses.paperPrint(register, record, form.sheet.key, paper.id)}
              aria-label={`打印${title}，${summary}`}
              sx={{ flex: 'none' }}
            >
              打印
            </Button>
          </Box>
        );
      })}
    </Box>
  );
}
