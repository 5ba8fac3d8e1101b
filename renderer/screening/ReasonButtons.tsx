import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

/** Why children are usually not at home when somebody calls. */
const usualReasons = ['随父母外出', '在校住宿', '走亲戚', '住院就医', '多次上门无人'] as const;

/** Fills in a usual reason with one click. */
export function ReasonButtons({ onChoose }: { readonly onChoose: (reason: string) => void }) {
  return (
    <Box role="group" aria-label="常用原因" sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', mt: 0.75 }}>
      {usualReasons.map((reason) => (
        <Button key={reason} size="small" variant="outlined" onClick={() => onChoose(reason)} sx={{ minHeight: 30 }}>
          {reason}
        </Button>
      ))}
    </Box>
  );
}
