import { asked, isKnown } from '../../sampler/reading/known.ts';
import { Unread } from '../readings.ts';

/** A part that the server refuses to tell is unknown, and takes no other with it; a line that is lost is thrown. */
export async function told<T>(procedure: string, read: () => Promise<T>): Promise<T | Unread> {
  const known = await asked(procedure, read);
  return isKnown(known) ? known.value : new Unread(known.why);
}
