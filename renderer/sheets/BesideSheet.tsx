import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { colours } from '../app/theme.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import type { EntryPlace } from './EntryParts.tsx';

interface BesideSheetProps {
  /** What this part of the page is called. */
  readonly title: string;
  readonly keys: readonly string[];
  readonly place: EntryPlace;
}

/** What the register needs and the paper does not ask for, above the page. */
export function BesideSheet({ title, keys, place }: BesideSheetProps) {
  if (keys.length === 0) return null;
  return (
    <Box
      component="section"
      aria-label={title}
      sx={{
        backgroundColor: colours.paper,
        border: `1px solid ${colours.lineStrong}`,
        borderRadius: 1,
        px: 2,
        py: 1,
        mb: 1.5,
      }}
    >
      <Typography component="h3" variant="h3" color="primary" sx={{ mb: 0.5 }}>
        {title}
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
          columnGap: 2.5,
          rowGap: 1,
        }}
      >
        {keys.map((key) => {
          const field = place.fields[key];
          if (!field) return null;
          return (
            <Box key={key} sx={field.kind.control === 'choices' ? { gridColumn: '1 / -1' } : {}}>
              <FieldControl
                id={fieldId(key)}
                field={field}
                value={place.values[key] ?? null}
                onChange={(value) => place.onChange(key, value)}
                onBlur={() => place.onLeave(key)}
                context={place.context}
                variant="form"
                required={field.required(place.values)}
                gap={place.isGap(key)}
                {...messagesOf(place.issueAt(key))}
              />
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}
