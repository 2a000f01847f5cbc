import { isDriverError } from '../../../database/errors.ts';
import { Refused } from '../../../errors.ts';
import { Unread } from '../readings.ts';

/** A part that the server refuses to tell is unknown; it takes no other with it. */
export async function told<T>(read: () => Promise<T>, what: string): Promise<T | Unread> {
  try {
    return await read();
  } catch (error) {
    // Of the replica, which is asked for its own alone.
    if (error instanceof Refused && error.code === 'UNAVAILABLE') {
      return new Unread(`${what} could not be read: ${error.message}`);
    }
    // A line that broke is no answer of the server.
    if (!isDriverError(error) || error.errno === undefined) throw error;
    return new Unread(`${what} could not be read: the server refused with error ${error.errno}.`);
  }
}
