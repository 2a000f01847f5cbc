import { type RecordAction, recordActions } from '../../../contract/record.ts';

/** The words for an action; one that a newer console wrote is shown as it is. */
export function actionWords(action: string): string {
  return isKnown(action) ? recordActions[action] : action;
}

function isKnown(action: string): action is RecordAction {
  return Object.hasOwn(recordActions, action);
}

/** `1,204 rows, 96 kB` */
export function exportSize(rows: number, bytes: number): string {
  const figure = new Intl.NumberFormat('en-GB');
  const size =
    bytes < 1000
      ? `${bytes} bytes`
      : bytes < 1_000_000
        ? `${figure.format(Math.round(bytes / 1000))} kB`
        : `${figure.format(Math.round(bytes / 100_000) / 10)} MB`;
  return `${figure.format(rows)} ${rows === 1 ? 'row' : 'rows'}, ${size}`;
}
