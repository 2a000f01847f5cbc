import { type RecordAction, recordActions } from '../../../contract/record.ts';

/** The words for an action; one that a newer console wrote is shown as it is. */
export function actionWords(action: string): string {
  return isKnown(action) ? recordActions[action] : action;
}

function isKnown(action: string): action is RecordAction {
  return Object.hasOwn(recordActions, action);
}
