import type { Utc } from '../../../../contract/values.ts';
import type { Present } from '../../../members/actions/state.ts';
import type { Sanction } from '../plan.ts';

/** As sites write what does not end. */
const never = '9999-12-31T23:59:59.000000Z' as Utc;

/** The member as they would be after a sanction, which the next one of the same decision finds. */
export function afterSanction(present: Present, action: Sanction): Present {
  const { state, moment } = present;
  switch (action.kind) {
    case 'warn':
      return present;
    case 'mute':
      return { ...present, state: { ...state, mutedUntil: action.until ?? never } };
    case 'suspend':
      return { ...present, state: { ...state, suspendedUntil: action.until ?? never } };
    case 'ban':
      return { ...present, state: { ...state, status: 'banned', bannedAt: moment } };
  }
}
