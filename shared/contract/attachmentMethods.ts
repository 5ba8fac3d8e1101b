import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { nothing, recordId, registerKey } from './shapes.ts';

const attachmentId = z.uuid();

/** A picture or scan that is saved outside. */
export const attachmentOrder = { id: attachmentId };

/** What a picture is to the office; what it is called is anybody's, and may name somebody. */
export const attachmentKinds = { photo: '照片', scan: '扫描件' } as const;
export type AttachmentKind = keyof typeof attachmentKinds;

const kind = z.enum(Object.keys(attachmentKinds) as [AttachmentKind, ...AttachmentKind[]]);
const ofRecord = { register: registerKey, record: recordId };

/** Photos and scans of a record. Their bytes are served at `/attachment/<id>` and `/attachment/<id>/thumbnail`. */
export const attachmentMethods = {
  'attachment.list': unlockedMethod(
    z.strictObject(ofRecord),
    z.strictObject({
      attachments: z.array(
        z.strictObject({
          id: attachmentId,
          name: z.string(),
          kind,
          mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']),
          bytes: z.int(),
          /** Pixels; null for a PDF. */
          width: z.int().nullable(),
          height: z.int().nullable(),
          addedAt: z.string(),
          addedBy: z.string(),
        }),
      ),
    }),
  ),
  /** Stores a file that was posted to `/upload`; the thumbnail is a small JPEG in base64, null for a PDF. */
  'attachment.add': unlockedMethod(
    z.strictObject({
      ...ofRecord,
      upload: z.string(),
      name: z.string().max(200),
      kind,
      thumbnail: z.string().max(100_000).nullable(),
    }),
    z.strictObject({ id: attachmentId }),
  ),
  'attachment.rename': unlockedMethod(z.strictObject({ id: attachmentId, name: z.string().max(200) }), nothing),
  /** Takes an attachment off its record; `attachment.restore` brings it back. */
  'attachment.remove': unlockedMethod(z.strictObject({ id: attachmentId }), nothing),
  'attachment.restore': unlockedMethod(z.strictObject({ id: attachmentId }), nothing),
  /** Saves a copy outside the vault; the path is null when the user cancelled. */
  'attachment.save': unlockedMethod(
    z.strictObject({ ...attachmentOrder, permit }),
    z.strictObject({ path: z.string().nullable() }),
  ),
} as const;
