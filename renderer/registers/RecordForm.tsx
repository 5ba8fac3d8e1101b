import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { findField, type Register, type RowGroup } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import { FamilyBar } from './FamilyBar.tsx';
import { FormSectionPaper } from './FormSectionPaper.tsx';
import { formGrid } from './formGrid.ts';
import { type FormSection, isSingle } from './formSections.ts';
import { RecordField } from './RecordField.tsx';
import { RowGroupTable } from './RowGroupTable.tsx';
import { SingleRow } from './SingleRow.tsx';
import { spanOf } from './spanOf.ts';
import type { RecordEditor } from './useRecordEditor.ts';
import type { Sharing } from './useSharing.ts';

/** A row of a group, by its place. */
export interface RowPlace {
  readonly group: string;
  readonly index: number;
}

interface RecordFormProps {
  readonly register: Register;
  readonly id: string | null;
  readonly editor: RecordEditor;
  readonly sections: readonly FormSection[];
  readonly sharing: Sharing;
  /** Titles of sections that stay open though nothing is in them. */
  readonly opened: ReadonlySet<string>;
  readonly onOpen: (title: string, open: boolean) => void;
  /** The row whose details are open. */
  readonly details: RowPlace | null;
  readonly onDetails: (row: RowPlace | null) => void;
}

/** The entry form of any register: its sections, as many columns as fit, in the order of the declaration. */
export function RecordForm(props: RecordFormProps) {
  const { register, id, editor, sections, sharing, opened, onOpen, details, onDetails } = props;
  const { context } = useWork();
  const rowGroup = (key: string, group: RowGroup) =>
    isSingle(group) ? (
      <SingleRow groupKey={key} group={group} editor={editor} sharing={sharing} />
    ) : (
      <RowGroupTable
        register={register}
        groupKey={key}
        group={group}
        editor={editor}
        sharing={sharing}
        details={details?.group === key ? details.index : null}
        onDetails={(index) => onDetails(index === null ? null : { group: key, index })}
      />
    );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      {sections.map((section) => (
        <FormSectionPaper
          key={section.title}
          section={section}
          open={!section.idle || opened.has(section.title)}
          onOpen={(open) => onOpen(section.title, open)}
        >
          {section.fields.some((key) => register.rows[key]?.shared !== undefined) && (
            <FamilyBar register={register} id={id} editor={editor} sharing={sharing} />
          )}
          <Box sx={formGrid}>
            {section.fields.map((key) => {
              const group = register.rows[key];
              if (group) {
                return (
                  <Box key={key} sx={{ gridColumn: '1 / -1' }}>
                    {!isSingle(group) && group.label !== section.title && (
                      <Typography component="h3" variant="h3" sx={{ mb: 0.5 }}>
                        {group.label}
                      </Typography>
                    )}
                    {rowGroup(key, group)}
                  </Box>
                );
              }
              const field = findField(register, key);
              if (!field) return null;
              return (
                <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
                  <RecordField register={register} fieldKey={key} field={field} editor={editor} />
                </Box>
              );
            })}
          </Box>
        </FormSectionPaper>
      ))}
    </Box>
  );
}
