import { z } from 'zod';
import { maxUploadBytes } from '../../shared/contract/maxUploadBytes.ts';
import { type MethodInput, type MethodName, type MethodOutput, methods } from '../../shared/contract/methods.ts';
import { type ErrorCode, errorCodes } from '../../shared/contract/result.ts';
import { CallError } from './CallError.ts';

const failure = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});
const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failure }),
]);
const uploaded = z.object({ upload: z.string() });

/** The page's side of the boundary: every request goes through one of these two. */
export interface Api {
  /** @throws CallError */
  call<N extends MethodName>(name: N, input: MethodInput<N>): Promise<MethodOutput<N>>;
  /**
   * Hands a file's bytes to the core and returns the name it goes by in `import.read`.
   * @throws CallError
   */
  upload(file: Blob): Promise<string>;
}

/**
 * Makes the two requests over `fetch`. `onFailure` hears every failure's code before the caller does. A request that is
 * made again while it is on its way, as by a double click, is not sent twice: both callers get the one answer.
 */
export function createApi(send: typeof fetch, onFailure: (code: ErrorCode) => void): Api {
  const onTheirWay = new Map<string, Promise<unknown>>();
  const postOnce = (address: string, body: string): Promise<unknown> => {
    const request = `${address} ${body}`;
    const answered =
      onTheirWay.get(request) ?? post(address, 'application/json', body).finally(() => onTheirWay.delete(request));
    onTheirWay.set(request, answered);
    return answered;
  };
  const post = async (address: string, type: string, body: BodyInit): Promise<unknown> => {
    const fail = (error: CallError): never => {
      onFailure(error.code);
      throw error;
    };
    const received = await send(address, { method: 'POST', headers: { 'content-type': type }, body })
      .then((response): Promise<unknown> => response.json())
      .catch(() => undefined);
    const parsed = answer.safeParse(received);
    if (!parsed.success) return fail(brokenAnswer());
    if (!parsed.data.ok) {
      const { code, message, fields } = parsed.data.error;
      return fail(new CallError({ code, message, ...(fields === undefined ? {} : { fields }) }));
    }
    return parsed.data.value;
  };
  return {
    call: async <N extends MethodName>(name: N, input: MethodInput<N>): Promise<MethodOutput<N>> => {
      const value = await postOnce(`/rpc/${name}`, JSON.stringify(input));
      const output = methods[name].output.safeParse(value);
      if (!output.success) throw brokenAnswer();
      // The schema of this very name has just accepted the value.
      return output.data as MethodOutput<N>;
    },
    upload: async (file) => {
      // Before it is sent: the host stops a larger body without an answer.
      if (file.size > maxUploadBytes) throw refused('文件超过20 MB，请拆分后再导入');
      // The first byte tells whether the file can still be read; a body that cannot ends without a reason.
      await file
        .slice(0, 1)
        .arrayBuffer()
        .catch(() => {
          throw refused('文件读不出来，可能已被移动、删除或正被占用，请重新选择文件');
        });
      const value = uploaded.safeParse(await post('/upload', 'application/octet-stream', file));
      if (!value.success) throw brokenAnswer();
      return value.data.upload;
    },
  };
}

function refused(message: string): CallError {
  return new CallError({ code: 'refused', message });
}

function brokenAnswer(): CallError {
  return new CallError({ code: 'internal', message: '程序内部的应答中断了，请重试；仍不行请关闭程序后重新打开。' });
}
