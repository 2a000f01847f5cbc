import type { Policy, Weights } from '../../../../contract/reports/policies.ts';
import type { Trx } from '../../../database/database.ts';
import { newestPolicies } from '../../policies/read.ts';
import { readWeights } from '../../policies/weights.ts';

/** By what reports become cases of a policy, and cases get their scores. */
export interface Rules {
  /** The policy of that number, in force or not; null where there is none. */
  policy(id: string): Policy | null;
  /** The policy in force that a reason means, compared without case; else the fallback. */
  policyFor(reason: string): Policy;
  /** The graver of two: danger before severity. */
  graver(a: Policy, b: Policy): Policy;
  readonly weights: Weights;
  readonly weightsVersion: number;
}

/** Once the mark is locked, so that what is reckoned by older rules is there when all is reckoned anew. */
export async function readRules(trx: Trx): Promise<Rules> {
  const policies = await newestPolicies(trx);
  const { version, weights } = await readWeights(trx);
  return rulesOf(policies, weights, version);
}

/** `policies` stand with the gravest first. @throws Error where none is in force */
export function rulesOf(policies: readonly Policy[], weights: Weights, weightsVersion: number): Rules {
  const inForce = policies.filter((it) => !it.removed);
  const fallback = inForce.find((it) => it.fallback) ?? inForce.at(-1);
  if (!fallback) throw new Error('No policy is in force; an administrator adds one under Settings, Reports.');
  const rank = new Map(policies.map((it, place) => [it.id, place]));
  const place = ({ id }: Policy) => rank.get(id) ?? policies.length;
  const byReason = new Map<string, Policy>();
  // The gravest comes last, and stays.
  for (const policy of inForce.toReversed()) {
    for (const reason of policy.reasons) byReason.set(sameReason(reason), policy);
  }
  return {
    policy: (id) => policies.find((it) => it.id === id) ?? null,
    policyFor: (reason) => byReason.get(sameReason(reason)) ?? fallback,
    graver: (a, b) => (place(b) < place(a) ? b : a),
    weights,
    weightsVersion,
  };
}

/** Reasons that mean the same are the same text here. */
export function sameReason(reason: string): string {
  return reason.trim().toLowerCase();
}
