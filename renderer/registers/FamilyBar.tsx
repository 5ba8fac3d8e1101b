import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import type { Register } from '../../shared/registers/register.ts';
import { addresses } from '../app/addresses.ts';
import { person } from '../room/person.ts';
import { BringFamilyDialog } from './BringFamilyDialog.tsx';
import type { RecordEditor } from './useRecordEditor.ts';
import type { Sharing } from './useSharing.ts';

interface FamilyBarProps {
  readonly register: Register;
  readonly id: string | null;
  readonly editor: RecordEditor;
  readonly sharing: Sharing;
}

/** Brothers and sisters of a record, and the way to take their family over. */
export function FamilyBar({ register, id, editor, sharing }: FamilyBarProps) {
  const [bringing, setBringing] = useState(false);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, mb: 0.5 }}>
      {sharing.records.length > 0 && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          兄弟姐妹：
          {sharing.records.map((record, index) => (
            <span key={record.id}>
              {index > 0 && '；'}
              <Link component={RouterLink} {...person} to={addresses.record(register.key, record.id)}>
                {record.name}
              </Link>
              （共用{record.labels.join('、')}）
            </span>
          ))}
        </Box>
      )}
      <Button size="small" sx={{ ml: 'auto' }} onClick={() => setBringing(true)}>
        带入兄弟姐妹的家庭
      </Button>
      {bringing && <BringFamilyDialog register={register} id={id} editor={editor} onClose={() => setBringing(false)} />}
    </Box>
  );
}
