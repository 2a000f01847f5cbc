import { z } from 'zod';

/** 1 MiB: the longest input of the contract is far below it. */
export const maxFrameBytes = 1_048_576;

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

/**
 * Whether what came from a page is a call, or the end of one. The contract takes neither files nor streams
 * in, so a frame with a body of its own kind is none. What is no frame must not reach oRPC's peer: over a
 * MessagePort its parser's error would be nobody's to catch.
 */
export function isCallFrame(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > maxFrameBytes) return false;
  try {
    const parsed = frame.safeParse(JSON.parse(data));
    if (!parsed.success) return false;
    const headers = parsed.data.t === 4 ? undefined : parsed.data.p.h;
    return !Object.keys(headers ?? {}).some((name) => name.toLowerCase().startsWith('content-'));
  } catch {
    return false;
  }
}
