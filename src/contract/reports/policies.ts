import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { CaseActionKind } from './decisions.ts';
import { CaseRow } from './queue.ts';
import { Danger, PolicyId, reportWorkers } from './values.ts';

/** What the community does not want, how bad it is, how soon it is to be decided, and what may be done about it. */
export const PolicyDraft = z.object({
  name: z.string().trim().min(2).max(60),
  /** The rule as members are told it. */
  body: z.string().trim().min(1).max(4000),
  severity: z.int().min(1).max(5),
  danger: Danger.nullable(),
  /** 5 minutes to 90 days. */
  targetMinutes: z.int().min(5).max(129_600),
  actions: z.array(CaseActionKind).min(1).max(8),
  /** Reasons that members choose from on the site and that mean this policy, compared without case. */
  reasons: z.array(z.string().trim().min(1).max(60)).max(50),
  memberTemplate: z.string().trim().max(4000),
  reporterTemplate: z.string().trim().max(4000),
});
export type PolicyDraft = z.infer<typeof PolicyDraft>;

/** The parts of a policy as people call them, in the order in which they are read. */
export const policyParts = {
  name: 'name',
  body: 'rule',
  severity: 'severity',
  danger: 'danger',
  targetMinutes: 'target time',
  actions: 'allowed actions',
  reasons: 'reasons',
  memberTemplate: 'message to the member',
  reporterTemplate: 'message to reporters',
} as const satisfies Record<keyof PolicyDraft, string>;
export type PolicyPart = keyof typeof policyParts;

/** The parts in which two states of a policy differ; lists are compared without their order. */
export function changedParts(before: PolicyDraft, after: PolicyDraft): PolicyPart[] {
  const text = (part: string | number | null | readonly string[]) =>
    JSON.stringify(Array.isArray(part) ? part.toSorted() : part);
  return (Object.keys(policyParts) as PolicyPart[]).filter((key) => text(before[key]) !== text(after[key]));
}

export const Policy = PolicyDraft.extend({
  id: PolicyId,
  version: z.int(),
  savedAt: Utc,
  savedBy: z.string(),
  removed: z.boolean(),
  /** Where a report goes whose reason no policy names. One policy always is that, and cannot be removed. */
  fallback: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

/** Points for each unit of a term; see `core/reports/score.ts`. */
export const Weights = z.object({
  severity: z.int().min(0).max(1000),
  reporters: z.int().min(0).max(1000),
  reach: z.int().min(0).max(1000),
  age: z.int().min(0).max(1000),
});
export type Weights = z.infer<typeof Weights>;

/** What a digit does. `minutes` null: until taken back; only for mute and suspend. */
export const PresetAction = z.object({
  kind: CaseActionKind,
  minutes: z.int().min(5).max(5_256_000).nullable().default(null),
});
export const Preset = z.object({
  digit: z.int().min(1).max(9),
  name: z.string().trim().min(1).max(40),
  /** Null: the policy of the case. */
  policyId: PolicyId.nullable(),
  actions: z.array(PresetAction).min(1).max(5),
  /** Whether author and reporters are told, by the policy’s templates. */
  tellMember: z.boolean(),
  tellReporters: z.boolean(),
});
export type Preset = z.infer<typeof Preset>;

/** Where a case of the present queue stands, and would stand. */
export const Moved = z.object({
  row: CaseRow,
  before: z.int(),
  after: z.int(),
  scoreAfter: z.number(),
});
export type Moved = z.infer<typeof Moved>;

const adminOnly = ['admin'] as const;

export const policies = {
  /** Those in force by severity, the gravest first; with `removed`, the others too. */
  policies: procedure(reportWorkers)
    .input(z.object({ removed: z.boolean().default(false) }))
    .output(z.object({ policies: z.array(Policy) })),
  /** Every version of one, the newest first, at most 100. */
  policyVersions: procedure(reportWorkers)
    .input(z.object({ policyId: PolicyId }))
    .output(z.object({ versions: z.array(Policy) })),
  /**
   * A new policy where `policyId` is null, else a new version of it. CONFLICT where someone saved since `seenVersion`,
   * where another policy in force has the name or one of the reasons, and where a digit decides what is no longer allowed.
   * `open`: the placeholders of its messages that moderators are to fill.
   */
  savePolicy: procedure(adminOnly)
    .input(
      z.object({
        requestId: z.uuid(),
        policyId: PolicyId.nullable(),
        seenVersion: z.int().min(0),
        policy: PolicyDraft,
      }),
    )
    .output(z.object({ policyId: PolicyId, version: z.int(), open: z.array(z.string()) })),
  /** Takes a policy out of use, or back into it. Its cases and decisions keep it. CONFLICT for the fallback, and while a digit names it. */
  removePolicy: procedure(adminOnly)
    .input(z.object({ requestId: z.uuid(), policyId: PolicyId, removed: z.boolean() }))
    .output(z.object({})),
  weights: procedure(reportWorkers)
    .input(z.undefined())
    .output(z.object({ version: z.int(), weights: Weights, savedAt: Utc, savedBy: z.string() })),
  /** How the head of the present queue would stand under other weights: of its first 2,000 cases the 30 that would come first. */
  tryWeights: procedure(adminOnly)
    .input(z.object({ weights: Weights }))
    .output(z.object({ moved: z.array(Moved), looked: z.int() })),
  saveWeights: procedure(adminOnly)
    .input(z.object({ requestId: z.uuid(), seenVersion: z.int(), weights: Weights }))
    .output(z.object({ version: z.int() })),
  presets: procedure(reportWorkers)
    .input(z.undefined())
    .output(z.object({ presets: z.array(Preset) })),
  /** All of them at once; a digit that is not named does nothing. CONFLICT where they are no longer as `seen`. */
  savePresets: procedure(adminOnly)
    .input(z.object({ requestId: z.uuid(), seen: z.array(Preset).max(9), presets: z.array(Preset).max(9) }))
    .output(z.object({})),
};
