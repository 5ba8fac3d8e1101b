import Box from '@mui/material/Box';
import { person } from '../room/person.ts';
import { attachmentAddress } from './attachmentAddress.ts';
import { useAttachments } from './useAttachments.ts';

interface RecordPhotoProps {
  readonly register: string;
  readonly id: string;
}

/** The first photo of a record, small, beside its name. */
export function RecordPhoto({ register, id }: RecordPhotoProps) {
  const { attachments } = useAttachments(register, id);
  const photo = attachments?.find(({ kind }) => kind === 'photo');
  if (!photo) return null;
  return (
    <Box
      component="img"
      {...person}
      src={attachmentAddress(photo.id, 'thumbnail')}
      alt="照片"
      sx={{ width: 40, height: 40, objectFit: 'cover', borderRadius: 1, flex: 'none', verticalAlign: 'middle', mr: 1 }}
    />
  );
}
