import { z } from 'zod';
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

/** Makes the two requests over `fetch`. `onFailure` hears every failure's code before the caller does. */
export function createApi(send: typeof fetch, onFailure: (code: ErrorCode) => void): Api {
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
      const value = await post(`/rpc/${name}`, 'application/json', JSON.stringify(input));
      const output = methods[name].output.safeParse(value);
      if (!output.success) throw brokenAnswer();
      // The schema of this very name has just accepted the value.
      return output.data as MethodOutput<N>;
    },
    upload: async (file) => {
      const value = uploaded.safeParse(await post('/upload', 'application/octet-stream', file));
      if (!value.success) throw brokenAnswer();
      return value.data.upload;
    },
  };
}

function brokenAnswer(): CallError {
  return new CallError({ code: 'internal', message: '程序内部的应答中断了，请重试；仍不行请关闭程序后重新打开。' });
}
