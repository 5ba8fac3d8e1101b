import type { LeavingOrder } from '../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** Which pages go out, and how often. */
export interface PagesChoice {
  readonly ticket: string;
  readonly copies: number;
  /** One file for each record. */
  readonly each: boolean;
}

/** What a clerk chose for pages on their way out. */
export interface PrintChoice extends PagesChoice {
  readonly reason: string;
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
  /** What leaves: the permit is asked for it. */
  orderOf(choice: PagesChoice): LeavingOrder;
  save(
    api: Api,
    choice: PrintChoice,
    job: string,
  ): Promise<MethodOutput<'sheet.savePdf'> & { readonly files?: number }>;
}

/** Every kind of file, in the order of their buttons. */
export const saveWays: readonly SaveWay[] = [
  {
    key: 'pdf',
    label: '另存为PDF',
    kind: 'PDF',
    paged: true,
    orderOf: pdfOrder,
    save: (api, choice, job) => {
      const { method, ...order } = pdfOrder(choice);
      return api.call(method, { ...order, permit: choice.permit, job });
    },
  },
  documentWay('docx', 'Word'),
  documentWay('xlsx', 'Excel'),
];

function pdfOrder({ ticket, copies, each }: PagesChoice) {
  return { method: each ? 'sheet.savePdfEach' : 'sheet.savePdf', ticket, copies } as const;
}

/** A file that is edited further: it holds each sheet once. */
function documentWay(format: MethodInput<'sheet.saveDocument'>['format'], kind: string): SaveWay {
  return {
    key: format,
    label: `另存为${kind}`,
    kind,
    paged: false,
    orderOf: ({ ticket }) => ({ method: 'sheet.saveDocument', ticket, format }),
    save: (api, { ticket, permit }, job) => api.call('sheet.saveDocument', { ticket, format, permit, job }),
  };
}

/** What goes to paper. */
export const paperOrder = ({ ticket, copies }: PagesChoice) => ({ method: 'sheet.print', ticket, copies }) as const;
