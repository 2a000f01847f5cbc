import {
  aloneKinds,
  type CaseActionKind,
  caseActionKinds,
} from '../../../../../contract/reports/decisions.ts';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import type { PolicyId } from '../../../../../contract/reports/values.ts';

/** For how long a mute or suspension of a digit may hold, in minutes; null until it is lifted. */
export const spans = [60, 1440, 4320, 10_080, 43_200, null] as const;

/** What stands in the form of a digit. */
export interface PresetText {
  readonly name: string;
  /** Null: the policy of the case. */
  readonly policyId: PolicyId | null;
  readonly kinds: readonly CaseActionKind[];
  readonly mute: number | null;
  readonly suspend: number | null;
  readonly tellMember: boolean;
  readonly tellReporters: boolean;
}

/** A digit as it is changed: what it did when the person saw it, and what they made of it. */
export interface KeptPreset {
  readonly seen: Preset | null;
  readonly text: PresetText;
}

/** Whether someone changed the digit since the person saw it. */
export function isOvertaken({ seen }: KeptPreset, present: Preset | null): boolean {
  return JSON.stringify(seen) !== JSON.stringify(present);
}

export function presetText(preset: Preset | null): PresetText {
  const minutes = (kind: CaseActionKind, usual: number) => {
    const action = preset?.actions.find((it) => it.kind === kind);
    return action === undefined ? usual : action.minutes;
  };
  return {
    name: preset?.name ?? '',
    policyId: preset?.policyId ?? null,
    kinds: preset?.actions.map((it) => it.kind) ?? [],
    mute: minutes('mute', 1440),
    suspend: minutes('suspend', 10_080),
    tellMember: preset?.tellMember ?? true,
    tellReporters: preset?.tellReporters ?? true,
  };
}

/** The same with an action put in or taken out: those that end a case alone stand alone. */
export function withKind(text: PresetText, kind: CaseActionKind, chosen: boolean): PresetText {
  const rest = text.kinds.filter((it) => it !== kind);
  if (!chosen) return { ...text, kinds: rest };
  const kinds = aloneKinds.includes(kind) ? [kind] : [...rest.filter((it) => !aloneKinds.includes(it)), kind];
  return { ...text, kinds: caseActionKinds.filter((it) => kinds.includes(it)) };
}

export type PresetErrors = Partial<Record<'name' | 'kinds', string>>;

/** What the digit would do, or what is wrong. `policies`: those in force. */
export function readPreset(
  digit: number,
  text: PresetText,
  policies: readonly Policy[],
): { ok: true; preset: Preset } | { ok: false; errors: PresetErrors } {
  const name = text.name.trim();
  const policy = policies.find((it) => it.id === text.policyId);
  const refused = policy && text.kinds.find((kind) => !policy.actions.includes(kind));
  const errors: PresetErrors = {};
  if (name === '') errors.name = 'Give it a name, as it stands beside the digit';
  if (text.kinds.length === 0) errors.kinds = 'Choose what it does';
  else if (refused !== undefined) errors.kinds = `“${policy?.name}” does not allow all of this`;
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const minutes = (kind: CaseActionKind) => (kind === 'mute' || kind === 'suspend' ? text[kind] : null);
  return {
    ok: true,
    preset: {
      digit,
      name,
      policyId: text.policyId,
      actions: text.kinds.map((kind) => ({ kind, minutes: minutes(kind) })),
      tellMember: text.tellMember,
      tellReporters: text.tellReporters,
    },
  };
}

/** All digits with this one put in, or left out where it is null. */
export function withPreset(presets: readonly Preset[], digit: number, preset: Preset | null): Preset[] {
  const others = presets.filter((it) => it.digit !== digit);
  return [...others, ...(preset === null ? [] : [preset])].toSorted((a, b) => a.digit - b.digit);
}
