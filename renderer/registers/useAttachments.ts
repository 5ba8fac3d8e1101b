import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AttachmentKind, attachmentKinds } from '../../shared/contract/attachmentMethods.ts';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { tidyLine } from '../../shared/rules/text.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import type { Api } from '../api/call.ts';
import { prepareBesidePage } from './prepareBesidePage.ts';

export type Attachment = MethodOutput<'attachment.list'>['attachments'][number];

/** Why a file was not added. */
export interface RefusedFile {
  readonly name: string;
  readonly message: string;
}

const maxNameLength = 60;
/** What the browser calls a picture that was copied out of another program. */
const clipboardName = 'image.png';

function attachmentsQuery(api: Api, register: string, record: string) {
  return queryOptions({
    queryKey: ['attachment.list', register, record],
    queryFn: () => api.call('attachment.list', { register, record }),
  });
}

/** The attachments of a stored record, and what can be done with them. Each change is stored at once. */
export function useAttachments(register: string, record: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = attachmentsQuery(api, register, record);
  const stored = useQuery(query);
  const [adding, setAdding] = useState<{ readonly number: number; readonly total: number } | null>(null);
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: query.queryKey });

  async function addOne(file: File, kind: AttachmentKind): Promise<void> {
    const { content, thumbnail, isPdf } = await prepareBesidePage(file);
    const upload = await api.upload(content);
    const fits = isPdf ? 'scan' : kind;
    await api.call('attachment.add', { register, record, upload, name: nameOf(file, fits), kind: fits, thumbnail });
  }

  return {
    attachments: stored.data?.attachments ?? null,
    error: stored.error,
    /** Which of how many files is being added; null when none is. */
    adding,

    /** Adds files one after the other, so that one picture at a time is in memory. A file that is refused does not stop the rest. */
    async add(files: readonly File[], kind: AttachmentKind): Promise<{ added: number; refused: RefusedFile[] }> {
      const refused: RefusedFile[] = [];
      for (const [index, file] of files.entries()) {
        setAdding({ number: index + 1, total: files.length });
        try {
          await addOne(file, kind);
        } catch (error) {
          refused.push({ name: file.name, message: messageOf(error) });
        }
      }
      await refresh();
      setAdding(null);
      return { added: files.length - refused.length, refused };
    },

    /** @throws CallError */
    async rename(id: string, name: string): Promise<void> {
      await api.call('attachment.rename', { id, name });
      await refresh();
    },

    /** @throws CallError */
    async remove(id: string): Promise<void> {
      await api.call('attachment.remove', { id });
      await refresh();
    },

    /** @throws CallError */
    async restore(id: string): Promise<void> {
      await api.call('attachment.restore', { id });
      await refresh();
    },

    /** Saves a copy outside; null when the user cancelled. @throws CallError */
    async save(id: string, permit: string): Promise<string | null> {
      const { path } = await api.call('attachment.save', { id, permit });
      return path;
    },
  };
}

/** A name from the file's, without its ending. */
function nameOf(file: File, kind: AttachmentKind): string {
  if (file.name === clipboardName) return '粘贴的图片';
  const stem = tidyLine(file.name.replace(/\.[A-Za-z0-9]{1,10}$/u, ''));
  return [...stem].slice(0, maxNameLength).join('').trim() || attachmentKinds[kind];
}
