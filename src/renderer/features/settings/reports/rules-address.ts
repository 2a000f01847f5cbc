import { PolicyId } from '../../../../contract/reports/values.ts';

export const ruleParts = ['policies', 'weights', 'digits'] as const;
export type RulePart = (typeof ruleParts)[number];

/** What the address of the rules holds: which part of them, the policy that is open, and whether old ones are listed. */
export interface RulesAddress {
  /** Policies where it names none. */
  part?: Exclude<RulePart, 'policies'> | undefined;
  policy?: PolicyId | undefined;
  removed?: 'shown' | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseRulesAddress(search: Record<string, unknown>): RulesAddress {
  const address: RulesAddress = {};
  if (search.part === 'weights' || search.part === 'digits') address.part = search.part;
  const policy = PolicyId.safeParse(search.policy);
  if (policy.success) address.policy = policy.data;
  if (search.removed === 'shown') address.removed = 'shown';
  return address;
}
