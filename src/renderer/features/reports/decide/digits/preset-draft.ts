import type { Preview } from '../../../../../contract/members/actions.ts';
import type { CaseActionKind, CaseDecision } from '../../../../../contract/reports/decisions.ts';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import { openPlaceholders } from '../../../../../contract/reports/templates.ts';
import type { PolicyId } from '../../../../../contract/reports/values.ts';
import type { UntilChoice } from '../../../../components/fields/until.ts';
import { plainWords } from '../../../../components/text/plain-words.ts';
import { caseActionWords, memberKinds, minutesWords } from '../action-words.ts';
import { type CaseDraft, emptyDraft, inOrder, templateOf } from '../case-draft.ts';

/** What of a case, a site and the rules decides which presets fit. */
export interface PresetGround {
  readonly subjectKind: string;
  readonly authorKnown: boolean;
  /** The policy that the case stands under. */
  readonly policyId: PolicyId;
  readonly policies: readonly Policy[];
  readonly site: SitePowers;
}

/** What the site can do, and which kinds of content it has. */
export interface SitePowers {
  readonly procedures: readonly string[];
  readonly contentKinds: readonly string[];
}

/** A preset for one case: the draft it stands for, what it does in words, and why it cannot be, where it cannot. */
export interface FittedPreset {
  readonly preset: Preset;
  readonly draft: CaseDraft;
  readonly words: string;
  readonly whyNot: string | null;
  /** Placeholders that are the moderator's to fill: such a preset opens the form. */
  readonly toFill: readonly string[];
}

/** Fits a preset to a case: what cannot be hidden is left out, as long as something else is left to do. */
export function fitPreset(preset: Preset, ground: PresetGround): FittedPreset {
  const { subjectKind, policies, site } = ground;
  const leftOut = site.contentKinds.includes(subjectKind)
    ? []
    : preset.actions.filter(({ kind }) => kind === 'hide');
  const actions = preset.actions.filter((action) => !leftOut.includes(action));
  const policyId = preset.policyId ?? ground.policyId;
  const policy = policies.find(({ id }) => id === policyId);
  const draft: CaseDraft = {
    ...emptyDraft(policyId),
    kinds: inOrder(actions.map(({ kind }) => kind)),
    mute: choiceOf(preset, 'mute'),
    suspend: choiceOf(preset, 'suspend'),
    reason: reasonOf(preset, policy),
    member: { tells: preset.tellMember && ground.authorKnown, text: null, filled: {} },
    reporters: { tells: preset.tellReporters, text: null, filled: {} },
  };
  const mayTell = site.procedures.includes('notify_member');
  return {
    preset,
    draft,
    words: wordsOf(actions, leftOut.length > 0, draft, mayTell),
    whyNot: whyNot(draft.kinds, policy, ground),
    toFill: (['member', 'reporters'] as const).flatMap((told) =>
      draft[told].tells && mayTell ? openPlaceholders(templateOf(draft, told, policy)) : [],
    ),
  };
}

/** Why something cannot be done about a case; null where it can. */
export function whyNotKind(
  kind: CaseActionKind,
  policy: Policy | undefined,
  { subjectKind, authorKnown, site }: Pick<PresetGround, 'subjectKind' | 'authorKnown' | 'site'>,
): string | null {
  const { procedure } = caseActionWords[kind];
  if (kind === 'hide' && !site.contentKinds.includes(subjectKind)) return cannotHide(subjectKind);
  if (memberKinds.includes(kind) && !authorKnown) return 'the author is not known any more';
  if (procedure !== undefined && !site.procedures.includes(procedure)) return 'the site cannot do this';
  if (policy !== undefined && !policy.actions.includes(kind)) {
    return `not under “${policy.name}”: ${caseActionWords[kind].short}`;
  }
  return null;
}

/** A ban, and whatever the core warns of or cannot do, is shown before it is done. */
export function asksFirst(
  { actions }: Pick<CaseDecision, 'actions'>,
  { warnings, problems }: Pick<Preview, 'warnings' | 'problems'>,
): boolean {
  return actions.some(({ kind }) => kind === 'ban') || warnings.length > 0 || problems.length > 0;
}

function whyNot(
  kinds: readonly CaseActionKind[],
  policy: Policy | undefined,
  ground: PresetGround,
): string | null {
  if (kinds.length === 0) return cannotHide(ground.subjectKind);
  if (policy === undefined) return 'its policy is not in force any more';
  return kinds.map((kind) => whyNotKind(kind, policy, ground)).find((why) => why !== null) ?? null;
}

function cannotHide(subjectKind: string): string {
  return `a ${plainWords(subjectKind)} cannot be hidden`;
}

function choiceOf({ actions }: Preset, kind: 'mute' | 'suspend'): UntilChoice {
  const minutes = actions.find((action) => action.kind === kind)?.minutes ?? null;
  return minutes === null ? { kind: 'open' } : { kind: 'hours', hours: minutes / 60 };
}

/** For colleagues and the record: the preset by its name, and what it was decided under. */
function reasonOf({ digit, name }: Preset, policy: Policy | undefined): string {
  return `${name} (key ${digit}${policy === undefined ? '' : `, ${policy.name}`})`;
}

function wordsOf(
  actions: Preset['actions'],
  leftOut: boolean,
  { member, reporters }: CaseDraft,
  mayTell: boolean,
): string {
  const done = actions.map(({ kind, minutes }) => {
    const { short } = caseActionWords[kind];
    return minutes === null ? short : `${short} ${minutesWords(minutes)}`;
  });
  return [
    ...done,
    ...(leftOut ? ['nothing to hide'] : []),
    tellsWords(mayTell && member.tells, mayTell && reporters.tells),
  ].join(' · ');
}

function tellsWords(author: boolean, reporters: boolean): string {
  if (author && reporters) return 'tells both';
  if (author) return 'tells the author';
  return reporters ? 'tells reporters' : 'tells nobody';
}
