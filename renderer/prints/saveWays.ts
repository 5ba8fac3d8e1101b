import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** What a clerk chose for pages on their way out. */
export interface PrintChoice {
  readonly copies: number;
  readonly reason: string;
  /** One file for each record. */
  readonly each: boolean;
  /** Lets a file leave; null on paper and for blank forms. */
  readonly permit: string | null;
}

/** A kind of file that pages can be saved as. */
export interface SaveWay {
  readonly key: string;
  /** On the button. */
  readonly label: string;
  /** In sentences: 已存为PDF. */
  readonly kind: string;
  /** Whether pages can stand in it several times, and each record in a file of its own. */
  readonly paged: boolean;
  save(
    api: Api,
    call: Pick<MethodInput<'sheet.savePdf'>, 'ticket' | 'job'> & PrintChoice,
  ): Promise<MethodOutput<'sheet.savePdf'> & { readonly files?: number }>;
}

/** Every kind of file, in the order of their buttons. */
export const saveWays: readonly SaveWay[] = [
  {
    key: 'pdf',
    label: '另存为PDF',
    kind: 'PDF',
    paged: true,
    save: (api, { each, reason: _, ...choice }) => api.call(each ? 'sheet.savePdfEach' : 'sheet.savePdf', choice),
  },
  documentWay('docx', 'Word'),
  documentWay('xlsx', 'Excel'),
];

/** A file that is edited further: it holds each sheet once. */
function documentWay(format: MethodInput<'sheet.saveDocument'>['format'], kind: string): SaveWay {
  return {
    key: format,
    label: `另存为${kind}`,
    kind,
    paged: false,
    save: (api, { ticket, job, permit }) => api.call('sheet.saveDocument', { ticket, job, permit, format }),
  };
}
