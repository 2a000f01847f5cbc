import { useEffect, useRef, useState } from 'react';
import type { CaseDecision } from '../../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import type { CaseRow } from '../../../../../contract/reports/queue.ts';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { client } from '../../../../transport/client.ts';
import { type CaseDraft, decisionOf } from '../case-draft.ts';
import type { Deciding } from '../use-deciding.ts';
import { asksFirst, type FittedPreset } from './preset-draft.ts';

type Preview = Awaited<ReturnType<typeof client.reports.preview>>;

/** A preset that is not done before the person has said so once more. */
export interface Asking {
  readonly fitted: FittedPreset;
  readonly preview: Preview;
  readonly decision: CaseDecision;
  readonly seenVersion: number;
}

interface PresetPressOptions {
  row: CaseRow;
  policies: readonly Policy[];
  mayTell: boolean;
  deciding: Deciding;
  /** Opens the form with what the preset would have decided, where something is left to fill in. */
  onForm: (draft: CaseDraft) => void;
}

/** Decides by one key, unless what would happen deserves a second look: then it is shown and asked for. */
export function usePresetPress({ row, policies, mayTell, deciding, onForm }: PresetPressOptions) {
  const { zone } = usePreferences();
  const [looking, setLooking] = useState<FittedPreset | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [error, setError] = useState<unknown>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  async function press(fitted: FittedPreset): Promise<void> {
    if (looking !== null || deciding.sending) return;
    setAsking(null);
    setError(null);
    deciding.forgetError();
    const { draft } = fitted;
    const policy = policies.find(({ id }) => id === draft.policyId);
    const read = decisionOf(draft, { now: Date.now(), zone, policy, mayTell });
    if (fitted.toFill.length > 0 || !read.ok) return onForm(draft);
    const { decision } = read;
    const seenVersion = row.version;
    setLooking(fitted);
    try {
      const preview = await client.reports.preview({ target: { caseIds: [row.id] }, decision });
      if (!here.current) return;
      if (asksFirst(decision, preview)) setAsking({ fitted, preview, decision, seenVersion });
      else deciding.send(draft, decision, seenVersion);
    } catch (problem) {
      if (here.current) setError(problem);
    } finally {
      if (here.current) setLooking(null);
    }
  }

  return {
    press,
    /** Whose consequences are looked at just now. */
    looking,
    asking,
    error,
    confirm() {
      if (asking === null) return;
      setAsking(null);
      deciding.send(asking.fitted.draft, asking.decision, asking.seenVersion);
    },
    leave: () => setAsking(null),
  };
}
