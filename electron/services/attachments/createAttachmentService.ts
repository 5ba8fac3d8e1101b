import { createHash } from 'node:crypto';
import { type AttachmentKind, attachmentKinds } from '../../../shared/contract/attachmentMethods.ts';
import { maxUploadBytes } from '../../../shared/contract/maxUploadBytes.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { refusalOf } from '../../../shared/rules/attachmentRefusal.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import type { CleanImage } from '../../../shared/rules/cleanImage.ts';
import { attachmentFormat, type MediaType, mediaTypes, withoutMetadata } from '../../../shared/rules/imageMetadata.ts';
import { tidyLine } from '../../../shared/rules/text.ts';
import type { ActDetail } from '../../vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import type { ExportService } from '../exports/createExportService.ts';
import { appendHistory } from '../registers/recordHistory.ts';
import type { Authorship } from '../registers/recordStore.ts';
import { refuseWithout } from '../registers/refuseWithout.ts';
import {
  type Attachment,
  countAttachments,
  findAttachment,
  holdsContent,
  insertAttachment,
  listAttachments,
  markRemoved,
  markRestored,
  nameAttachment,
  type RecordKey,
  readContent,
  recordVersion,
} from './attachmentStore.ts';
import { refuseActivePdf } from './refuseActivePdf.ts';

export type AttachmentService = ReturnType<typeof createAttachmentService>;

/** What the history calls it; no field has such a key. */
const historyPath = '附件';
/** What a record holds at most; beyond it lists and backups grow heavy. */
const maxAttachments = 100;
const maxThumbnailBytes = 64 * 1024;
/** Pixels along the longer side. */
const maxThumbnailSide = 512;
const maxNameLength = 60;

const extensions = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
} as const satisfies Record<MediaType, string>;

/** A file as the page hands it over. */
export interface AddedFile extends RecordKey {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly kind: AttachmentKind;
  /** A small JPEG in base64; null for a PDF. */
  readonly thumbnail: string | null;
}

/** Photos and scans of records, kept inside the compartment of their register, without the notes that cameras leave in them. */
export function createAttachmentService(options: {
  /** The registers that are open at this desk. */
  readonly registers: readonly Register[];
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  /** The way by which files leave. */
  readonly exports: Pick<ExportService, 'leave'>;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { registerOf, databaseOf, now, newId } = options;
  const authorship = (): Authorship => ({ by: options.user(), at: now().toISOString() });

  /** The compartment that holds an attachment; its name says nothing about it. */
  function locate(id: string) {
    for (const database of new Set(options.registers.map(databaseOf))) {
      const found = findAttachment(database, id);
      if (found) return { database, found };
    }
    throw gone();
  }

  function refuseSurplus(database: WritableDatabase, record: RecordKey): void {
    if (countAttachments(database, record) >= maxAttachments) {
      throw new AppError('refused', `一份记录最多存${maxAttachments}个附件，请先删去不用的再添加`);
    }
  }

  /** Notes what happened in the history of its record. The record itself keeps its version: nobody's entry becomes stale. */
  function note(database: WritableDatabase, key: RecordKey, before: string | null, after: string | null): void {
    const register = registerOf(key.register);
    const version = recordVersion(database, register, key.record);
    if (version === undefined) throw new AppError('missing', '这条记录已不在册，附件没有改动，请返回列表核对');
    if (before === after) return;
    appendHistory(
      database,
      register,
      { id: key.record, version },
      'change',
      [[historyPath, before, after]],
      authorship(),
    );
  }

  /** Changes an attachment that is not removed, in one transaction; `work` returns the name it then has. */
  function change(id: string, work: (database: WritableDatabase) => string | null): void {
    const { database } = locate(id);
    transaction(database, () => {
      const found = findAttachment(database, id);
      if (found?.removed !== false) throw gone();
      note(database, found, found.name, work(database));
    });
  }

  return {
    /** The register of an attachment; none where there is no such attachment. */
    registersOf: (id: string): readonly Register[] =>
      options.registers.filter((register) => findAttachment(databaseOf(register), id)?.register === register.key),

    /** What the audit chain may tell of an attachment: its kind, and not its name. @throws AppError missing */
    told(id: string): ActDetail {
      const { found } = locate(id);
      if (found.removed) throw gone();
      return { register: found.register, attachment: id, kind: found.kind };
    },

    list: ({ register, record }: RecordKey): { attachments: Attachment[] } => ({
      attachments: listAttachments(databaseOf(registerOf(register)), { register, record }),
    }),

    /**
     * Stores a file on a record after everything but its pixels was taken out of it. What it is shows in its bytes alone.
     * @throws AppError refused | invalid | conflict | missing
     */
    add(file: AddedFile): { id: string } {
      const register = registerOf(file.register);
      refuseWithout(register, 'attachments');
      const database = databaseOf(register);
      const { mediaType, image, content } = acceptedContent(file.bytes);
      const id = newId();
      const added = {
        id,
        name: acceptedName(file.name),
        kind: file.kind,
        mediaType,
        width: image?.width ?? null,
        height: image?.height ?? null,
        digest: createHash('sha256').update(content).digest('hex'),
        thumbnail: image ? acceptedThumbnail(file.thumbnail) : null,
        content,
      };
      const record = { register: register.key, record: file.record };
      transaction(database, () => {
        note(database, record, null, added.name);
        refuseSurplus(database, record);
        if (holdsContent(database, record, added.digest)) {
          throw new AppError('conflict', '这份记录里已经有这个文件，不用再添加');
        }
        insertAttachment(database, record, added, authorship());
      });
      return { id };
    },

    /** @throws AppError invalid | missing */
    rename({ id, name }: Pick<Attachment, 'id' | 'name'>): void {
      const accepted = acceptedName(name);
      change(id, (database) => {
        nameAttachment(database, id, accepted);
        return accepted;
      });
    },

    /** Takes an attachment off its record; `restore` brings it back. @throws AppError missing */
    remove(id: string): void {
      change(id, (database) => {
        markRemoved(database, id, authorship());
        return null;
      });
    },

    /** @throws AppError missing | refused | conflict when the same file was added in between */
    restore(id: string): void {
      const { database, found } = locate(id);
      transaction(database, () => {
        if (!found.removed) return;
        note(database, found, null, found.name);
        refuseSurplus(database, found);
        if (holdsContent(database, found, found.digest)) {
          throw new AppError('conflict', '这份记录里已经又添加了这个文件，不用恢复');
        }
        markRestored(database, id);
      });
    },

    /** The stored file or its thumbnail for the page, or null. */
    read(id: string, part: 'whole' | 'thumbnail'): { mediaType: MediaType; bytes: Uint8Array } | null {
      for (const database of new Set(options.registers.map(databaseOf))) {
        const bytes = readContent(database, id, part);
        if (!bytes) continue;
        const mediaType = findAttachment(database, id)?.mediaType;
        return mediaType === undefined
          ? null
          : { mediaType: part === 'thumbnail' ? mediaTypes.jpeg : mediaType, bytes };
      }
      return null;
    },

    /** Hands a copy to the host under a name that says kind and day, and nobody's name; the path is null when the user cancelled. */
    async save({ id, permit }: MethodInput<'attachment.save'>): Promise<MethodOutput<'attachment.save'>> {
      const { database, found } = locate(id);
      const bytes = readContent(database, id, 'whole');
      if (!bytes) throw gone();
      const day = calendarDateOf(now()).replaceAll('-', '');
      const title = `附件（${attachmentKinds[found.kind]}）`;
      const { saved } = await options.exports.leave(
        { permit, order: { method: 'attachment.save', id } },
        {
          compartment: registerOf(found.register).compartment,
          form: 'attachment',
          title,
          way: 'file',
          copies: 1,
          pages: 0,
          // What a picture shows is not known.
          numbers: 'full',
          records: [{ register: found.register, id: found.record }],
        },
        (outlet) => outlet.saveFile(`附件-${attachmentKinds[found.kind]}-${day}.${extensions[found.mediaType]}`, bytes),
      );
      return { path: saved };
    },
  };
}

/** The bytes to store, and their size in pixels for a picture. */
function acceptedContent(bytes: Uint8Array): {
  mediaType: MediaType;
  image: CleanImage | null;
  content: Uint8Array;
} {
  if (bytes.length > maxUploadBytes) throw new AppError('refused', '文件超过20 MB，请缩小或重新扫描后再添加');
  const format = attachmentFormat(bytes);
  if (format === 'pdf') {
    refuseActivePdf(bytes);
    return { mediaType: mediaTypes.pdf, image: null, content: bytes };
  }
  if (format === 'jpeg' || format === 'png' || format === 'webp') {
    const image = withoutMetadata(format, bytes);
    return { mediaType: mediaTypes[format], image, content: image.bytes };
  }
  throw refusalOf(format);
}

function acceptedName(given: string): string {
  const name = tidyLine(given);
  if (name === '') throw new AppError('invalid', '名称没有填，请补上', { name: '名称没有填，请补上' });
  const length = [...name].length;
  if (length > maxNameLength) {
    const message = `名称不能超过${maxNameLength}字，现有${length}字，请缩短`;
    throw new AppError('invalid', message, { name: message });
  }
  return name;
}

function acceptedThumbnail(base64: string | null): Uint8Array {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  const isSmall = bytes.length <= maxThumbnailBytes && attachmentFormat(bytes) === 'jpeg';
  const image = isSmall ? withoutMetadata('jpeg', bytes) : null;
  if (!image || Math.max(image.width, image.height) > maxThumbnailSide) {
    throw new AppError('invalid', '图片没有处理好，请重新添加一次');
  }
  return image.bytes;
}

function gone(): AppError {
  return new AppError('missing', '这个附件已不在，请刷新后再看');
}
