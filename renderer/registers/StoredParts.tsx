import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { PapersOfRecord } from '../papers/PapersOfRecord.tsx';
import { paperFormsOf } from '../papers/paperForms.ts';
import { RecordPrints } from '../prints/RecordPrints.tsx';
import { FiledSheets } from '../screening/FiledSheets.tsx';
import { SealedPart } from '../seal/SealedPart.tsx';
import { Attachments } from './Attachments.tsx';
import type { FormSection } from './formSections.ts';
import { sectionId } from './SectionIndex.tsx';

/** What follows the sections of the form; the index of sections leads there too. */
interface StoredPart extends FormSection {
  readonly content: (id: string) => ReactNode;
}

/**
 * The parts of a record that is stored, in their order on the page. Nobody but who may ask for what is sealed is told
 * that there is such a thing.
 */
export function storedParts(register: Register, { seesSealed }: { readonly seesSealed: boolean }): StoredPart[] {
  const hasPapers = paperFormsOf(register).length > 0;
  const hasAttachments = !register.without.includes('attachments');
  return [
    ...(hasPapers
      ? [part('表格', (id, title) => <PapersOfRecord register={register} record={id} title={title} />)]
      : []),
    ...(hasAttachments ? [part('附件', (id) => <Attachments register={register} recordId={id} />)] : []),
    ...(seesSealed
      ? [part('封存事项', (id, title) => <SealedPart register={register} record={id} title={title} />)]
      : []),
    // Only what is screened is filed; what was printed is told of every record.
    part(register.without.includes('screening') ? prints : '归档', (id, title) => (
      <WentOut register={register} id={id} title={title} />
    )),
  ];
}

const prints = '打印记录';

function part(title: string, content: (id: string, title: string) => ReactNode): StoredPart {
  return { title, fields: [], errors: 0, gaps: 0, idle: false, content: (id) => content(id, title) };
}

interface StoredPartsProps {
  readonly id: string;
  readonly parts: readonly StoredPart[];
}

/** Papers, attachments, what is sealed and what went out of one stored record. */
export function StoredParts({ id, parts }: StoredPartsProps) {
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, pb: 3 }}>
      {parts.map(({ title, content }) => (
        <Box key={title} id={sectionId(title)}>
          {content(id)}
        </Box>
      ))}
    </Box>
  );
}

interface WentOutProps {
  readonly register: Register;
  readonly id: string;
  readonly title: string;
}

/** Sheets that were filed, where there are any of this register, and what was printed. */
function WentOut({ register, id, title }: WentOutProps) {
  return (
    <Paper component="section" aria-label={title} sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}>
      <Typography variant="h3" component="h2" color="primary" sx={{ mb: 1 }}>
        {title}
      </Typography>
      {title !== prints && (
        <>
          <FiledSheets register={register.key} id={id} />
          <Typography variant="h3" sx={{ mt: 2, mb: 1 }}>
            {prints}
          </Typography>
        </>
      )}
      <RecordPrints register={register.key} id={id} />
    </Paper>
  );
}
