import { z } from 'zod';
import { attachmentBytesMost } from '../../contract/tickets/conversation.ts';

/** 1 MiB: the longest input of the contract is far below it, but for a file. */
export const maxFrameBytes = 1_048_576;
/** A file as large as is taken, and what is said of it. */
export const maxFileFrameBytes = attachmentBytesMost + 65_536;

const id = z.string().min(1).max(64);
const request = z.strictObject({
  i: id,
  t: z.literal(1).optional(),
  p: z.strictObject({
    u: z.string().max(2000).startsWith('/'),
    h: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    m: z.literal('POST').optional(),
    b: z.unknown().optional(),
  }),
});
const abort = z.strictObject({ i: id, t: z.literal(4), p: z.unknown().optional() });
const frame = z.union([request, abort]);

/** The one call that takes a file in. */
const fileCall = '/tickets/attach';
const form = /^multipart\/form-data; ?boundary=[\w'()+,./:=?-]{1,100}$/;
/** Between what is said of a file and the file: a byte that no text has. */
const delimiter = 255;
const mostSaidBytes = 16_384;

/**
 * Whether what came from a page is a call, or the end of one. The contract takes no streams in, and files in one call
 * alone, so any other frame with a body of its own kind is none. What is no frame must not reach oRPC's peer: over a
 * MessagePort its parser's error would be nobody's to catch. Of a file's form the inside is left to that parser: one that
 * is broken is logged, and its call alone is never answered.
 */
export function isCallFrame(data: unknown): boolean {
  if (data instanceof ArrayBuffer) return isFileFrame(new Uint8Array(data));
  if (data instanceof Uint8Array) return isFileFrame(data);
  if (typeof data !== 'string' || data.length > maxFrameBytes) return false;
  const parsed = frameOf(data);
  return parsed !== null && contentHeaders(parsed).length === 0;
}

function isFileFrame(bytes: Uint8Array): boolean {
  if (bytes.byteLength > maxFileFrameBytes) return false;
  const end = bytes.subarray(0, mostSaidBytes).indexOf(delimiter);
  if (end < 0) return false;
  const parsed = frameOf(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
  if (parsed === null || parsed.t === 4 || parsed.p.u !== fileCall || parsed.p.b !== undefined) return false;
  const [type, ...others] = contentHeaders(parsed);
  return (
    others.length === 0 && type?.[0] === 'content-type' && typeof type[1] === 'string' && form.test(type[1])
  );
}

function frameOf(text: string): z.infer<typeof frame> | null {
  try {
    return frame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function contentHeaders(parsed: z.infer<typeof frame>): [string, string | string[]][] {
  const headers = parsed.t === 4 ? {} : (parsed.p.h ?? {});
  return Object.entries(headers).filter(([name]) => name.toLowerCase().startsWith('content-'));
}
