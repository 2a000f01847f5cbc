import {
  changedParts,
  type Policy,
  PolicyDraft,
  type PolicyPart,
  policyParts,
} from '../../../../../contract/reports/policies.ts';
import { problemOfTemplate } from '../../../../../contract/templates.ts';

export const targetUnits = { minutes: 1, hours: 60, days: 1440 } as const;
export type TargetUnit = keyof typeof targetUnits;

/** What stands in the fields of the form, as typed. */
export interface PolicyText extends Omit<PolicyDraft, 'targetMinutes' | 'reasons'> {
  readonly target: string;
  readonly unit: TargetUnit;
  /** One on each line. */
  readonly reasons: string;
}

export type PolicyErrors = Partial<Record<PolicyPart, string>>;

/** A policy as it is changed: the version that the person saw, and what they made of it. */
export interface KeptPolicy {
  /** Null for a new one. */
  readonly seen: Policy | null;
  readonly text: PolicyText;
}

const blank: PolicyDraft = {
  name: '',
  body: '',
  severity: 2,
  danger: null,
  targetMinutes: 1440,
  actions: ['dismiss', 'dismiss-and-mute', 'hide', 'warn', 'mute', 'suspend', 'ban', 'escalate'],
  reasons: [],
  memberTemplate: 'Hello {nickname}, {subject} broke our rule on {policy}: {rule} {outcome}.',
  reporterTemplate: 'Thank you for your report, {nickname}. {outcome}.',
};

export function keptOf(policy: Policy | null): KeptPolicy {
  return { seen: policy, text: textOf(policy ?? blank) };
}

function textOf(policy: PolicyDraft): PolicyText {
  const { name, body, severity, danger, targetMinutes, actions, memberTemplate, reporterTemplate } = policy;
  const unit = (['days', 'hours'] as const).find((it) => targetMinutes % targetUnits[it] === 0) ?? 'minutes';
  return {
    name,
    body,
    severity,
    danger,
    target: String(targetMinutes / targetUnits[unit]),
    unit,
    actions,
    reasons: policy.reasons.join('\n'),
    memberTemplate,
    reporterTemplate,
  };
}

/** The policy to save, or what is wrong, by part. */
export function readPolicy(
  text: PolicyText,
): { ok: true; policy: PolicyDraft } | { ok: false; errors: PolicyErrors } {
  const parsed = PolicyDraft.safeParse(asDraft(text));
  const errors: PolicyErrors = {};
  for (const { path } of parsed.error?.issues ?? []) {
    const [part] = path;
    if (isPart(part)) errors[part] ??= wrong[part];
  }
  for (const part of ['memberTemplate', 'reporterTemplate'] as const) {
    const problem = problemOfTemplate(text[part]);
    if (problem !== null) errors[part] = problem.charAt(0).toUpperCase() + problem.slice(1);
  }
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, policy: parsed.data }
    : { ok: false, errors };
}

/**
 * The same changes on top of what someone saved meanwhile: parts that the person changed stay theirs, the others become
 * what they are now.
 */
export function rebased({ seen, text }: KeptPolicy, newest: Policy): KeptPolicy {
  const changed = seen === null ? [] : changedParts(seen, asDraft(text));
  const mine = changed.flatMap((part) => (part === 'targetMinutes' ? (['target', 'unit'] as const) : [part]));
  return {
    seen: newest,
    text: { ...textOf(newest), ...Object.fromEntries(mine.map((field) => [field, text[field]])) },
  };
}

/** What is typed, whether or not it could be saved. */
function asDraft({ target, unit, reasons, ...rest }: PolicyText): PolicyDraft {
  return {
    ...rest,
    targetMinutes: target.trim() === '' ? Number.NaN : Number(target) * targetUnits[unit],
    reasons: reasons
      .split('\n')
      .map((reason) => reason.trim())
      .filter((reason) => reason !== ''),
  };
}

const wrong: Record<PolicyPart, string> = {
  name: 'Give it a name, of at least two letters',
  body: 'Write the rule as members are told it',
  severity: 'From 1 to 5',
  danger: 'Not a kind of danger',
  targetMinutes: 'A whole number, from 5 minutes to 90 days',
  actions: 'Allow at least one',
  reasons: 'At most 50, each of at most 60 letters',
  memberTemplate: 'At most 4,000 letters',
  reporterTemplate: 'At most 4,000 letters',
};

function isPart(name: PropertyKey | undefined): name is PolicyPart {
  return typeof name === 'string' && Object.hasOwn(policyParts, name);
}
