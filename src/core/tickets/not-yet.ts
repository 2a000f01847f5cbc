import { Refused } from '../errors.ts';

export function notYet(): never {
  throw new Refused('INTERNAL', 'Not built yet.');
}
