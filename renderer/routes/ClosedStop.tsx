import Box from '@mui/material/Box';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { colours } from '../app/theme.ts';
import type { RouteStop } from './routeQueries.ts';
import { answerInWords } from './stopEntry.ts';

/** What was entered of one child, on a sheet that is closed. */
export function ClosedStop({ stop, context }: { readonly stop: RouteStop; readonly context: FieldContext }) {
  const { enteredAt, met, problem, visitedOn, questions, answers } = stop;
  const lines =
    enteredAt === null
      ? [['录入', '没有录入']]
      : [
          ['见到本人', met === null ? '没写' : met ? '是' : '否'],
          ...questions.map((question) => [
            question.known === null ? question.label : `${question.label}（${question.known}）`,
            answerInWords(question, answers?.[question.key], context),
          ]),
          ['发现问题', problem ?? '无'],
          ['走访日期', visitedOn === null ? '没有走到' : chineseDate(visitedOn)],
        ];
  return (
    <Box component="dl" sx={{ m: 0, borderTop: `1px solid ${colours.line}` }}>
      {lines.map(([label = '', text = '']) => (
        <Box
          key={label}
          sx={{
            display: 'grid',
            gridTemplateColumns: '300px minmax(0, 1fr)',
            gap: 2,
            px: 1.5,
            py: 0.75,
            borderBottom: `1px solid ${colours.line}`,
          }}
        >
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, whiteSpace: 'pre-wrap' }}>
            {text}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
