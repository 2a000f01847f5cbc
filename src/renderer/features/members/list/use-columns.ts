import { setPreferences, usePreferences } from '../../../preferences/preferences.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { type ColumnName, columnsOf, columnsText, standardColumns } from './column-names.ts';

/**
 * The columns that the list has: those of the address where it names them, as a saved view does, else those that the
 * person has chosen on this machine. Choosing changes what they come from.
 */
export function useColumns(
  inAddress: string | undefined,
  onAddress: (columns: string) => void,
): [chosen: readonly ColumnName[], choose: (columns: readonly ColumnName[]) => void] {
  const { person } = useSignedIn();
  const { memberColumns } = usePreferences();
  const kept = inAddress ?? memberColumns[person.user];
  return [
    kept === undefined ? standardColumns : columnsOf(kept),
    (columns) => {
      const text = columnsText(columns);
      if (inAddress !== undefined) onAddress(text);
      else setPreferences({ memberColumns: { ...memberColumns, [person.user]: text } });
    },
  ];
}
