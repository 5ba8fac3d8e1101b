import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { TemplatePlace } from '../../shared/templates/templateModel.ts';
import type { TemplateSource } from '../../shared/templates/templateSources.ts';

interface BoxCodesProps {
  readonly boxes: TemplatePlace['boxes'];
  readonly source: TemplateSource;
  /** By the order of the boxes. */
  readonly codes: readonly (readonly string[])[];
  readonly onChange: (codes: string[][]) => void;
}

/** Which values tick each printed box; a box without any stays for the pen. */
export function BoxCodes({ boxes, source, codes, onChange }: BoxCodesProps) {
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography variant="body2" color="textSecondary">
        哪些值打勾（不选的格子留空手填）
      </Typography>
      {boxes.map((box, index) => {
        const text = box.text.trim() === '' ? `第${index + 1}个格子` : box.text.trim();
        const chosen = source.options.filter(({ code }) => codes[index]?.includes(code));
        return (
          <Box
            // biome-ignore lint/suspicious/noArrayIndexKey: a box has no name but its place
            key={index}
            sx={{ display: 'grid', gridTemplateColumns: '40% 1fr', gap: 1, alignItems: 'center', mt: 0.5 }}
          >
            <Box component="span" sx={{ fontSize: 14, overflowWrap: 'anywhere' }}>
              □{text}
            </Box>
            <Autocomplete
              multiple
              disableCloseOnSelect
              options={[...source.options]}
              value={chosen}
              getOptionLabel={({ label }) => label}
              getOptionKey={({ code }) => code}
              isOptionEqualToValue={(one, other) => one.code === other.code}
              slotProps={{ chip: { size: 'small' }, popupIndicator: { tabIndex: -1 } }}
              onChange={(_, next) =>
                onChange(boxes.map((__, at) => (at === index ? next.map(({ code }) => code) : [...(codes[at] ?? [])])))
              }
              renderInput={(params) => (
                <TextField
                  {...params}
                  size="small"
                  slotProps={{
                    ...params.slotProps,
                    htmlInput: { ...params.slotProps.htmlInput, 'aria-label': `打勾的值：${text}` },
                  }}
                />
              )}
            />
          </Box>
        );
      })}
    </Box>
  );
}
