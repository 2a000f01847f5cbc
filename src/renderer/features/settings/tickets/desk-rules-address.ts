import { EntryId } from '../../../../contract/values.ts';

export const deskRuleParts = ['macros', 'hours', 'targets'] as const;
export type DeskRulePart = (typeof deskRuleParts)[number];

/** What the address of the rules for tickets holds: which part of them, the macro that is open, whether old ones show. */
export interface DeskRulesAddress {
  /** Macros where it names none. */
  part?: Exclude<DeskRulePart, 'macros'> | undefined;
  macro?: EntryId | undefined;
  removed?: 'shown' | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseDeskRulesAddress(search: Record<string, unknown>): DeskRulesAddress {
  const address: DeskRulesAddress = {};
  if (search.part === 'hours' || search.part === 'targets') address.part = search.part;
  const macro = EntryId.safeParse(search.macro);
  if (macro.success) address.macro = macro.data;
  if (search.removed === 'shown') address.removed = 'shown';
  return address;
}
