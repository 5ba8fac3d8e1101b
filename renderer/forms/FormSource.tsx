import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import Box from '@mui/material/Box';
import type { SheetSource } from '../../shared/forms/sheet.ts';

/** Where the wording of a form comes from, in words; what has to be compared has a sign too. */
const kinds = {
  seed: { label: '通知附表', advice: '', isWarning: false },
  public: { label: '公开样表', advice: '', isWarning: false },
  reconstruction: { label: '原件未公开', advice: '请与上级下发的表样核对。', isWarning: true },
} as const satisfies Readonly<Record<SheetSource['kind'], unknown>>;

/** Says plainly whether a form is as issued, a public copy, or drawn by this program. */
export function FormSource({ source }: { readonly source: SheetSource }) {
  const { label, advice, isWarning } = kinds[source.kind];
  return (
    <Box sx={{ fontSize: 14, lineHeight: 1.45 }}>
      <Box component="span" sx={{ color: isWarning ? 'warning.main' : 'text.primary', fontWeight: 600, mr: 1 }}>
        {isWarning && <ErrorOutlined sx={{ fontSize: 16, verticalAlign: '-3px', mr: 0.5 }} />}
        {label}
      </Box>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {source.text}
        {advice}
      </Box>
    </Box>
  );
}
