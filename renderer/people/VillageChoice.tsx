import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';

interface VillageChoiceProps {
  readonly office: OfficeSettings;
  /** Codes; null for all villages. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  readonly error?: string | undefined;
}

/** All villages, or some of them. */
export function VillageChoice({ office, chosen, onChange, error }: VillageChoiceProps) {
  const toggle = (code: string): void => {
    const codes = chosen ?? [];
    onChange(codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code]);
  };
  return (
    <Box role="group" aria-labelledby="village-choice">
      <Typography id="village-choice" variant="body2" sx={{ color: 'text.secondary' }}>
        负责的村（社区）
      </Typography>
      <RadioGroup
        row
        aria-labelledby="village-choice"
        value={chosen === null ? 'all' : 'some'}
        onChange={(_, value) => onChange(value === 'all' ? null : [])}
      >
        <FormControlLabel value="all" label="全部" control={<Radio />} />
        <FormControlLabel value="some" label="只限下面选的" control={<Radio />} />
      </RadioGroup>
      {chosen !== null && (
        <Box
          role="group"
          aria-label="村（社区）"
          sx={{
            display: 'grid',
            gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
            maxHeight: 152,
            overflow: 'auto',
            border: `1px solid ${colours.line}`,
            px: 1,
          }}
        >
          {office.villages.map(({ code, name }) => (
            <FormControlLabel
              key={code}
              label={name}
              slotProps={{ typography: { noWrap: true, title: name } }}
              control={
                <Checkbox
                  checked={chosen.includes(code)}
                  onChange={() => toggle(code)}
                  slotProps={{ input: { 'aria-invalid': error !== undefined } }}
                  sx={{ py: 0.5 }}
                />
              }
              sx={{ minWidth: 0, mr: 0 }}
            />
          ))}
        </Box>
      )}
      {error !== undefined && (
        <FieldMessage id="village-error" severity="error">
          {error}
        </FieldMessage>
      )}
    </Box>
  );
}
