import { useState } from 'react';
import type { TicketRules } from '../../../../../contract/tickets/rules.ts';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { client } from '../../../../transport/client.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { useDeskRuleChange } from '../use-desk-rules.ts';
import {
  changedFields,
  type RulesErrors,
  type RulesText,
  readRules,
  rebasedText,
  rulesText,
} from './rules-text.ts';

export type SavedRules = Awaited<ReturnType<typeof client.tickets.rules>>;

/** Rules as they are set and not saved: those that the person saw, and theirs. */
interface KeptRules {
  readonly seen: SavedRules;
  readonly text: RulesText;
}
const drafts = createDrafts<KeptRules>();

export type RulesForm = ReturnType<typeof useRulesForm>;

/**
 * Hours and targets as one form, whichever part of it is shown: they hold together. What is typed stays when another part
 * is shown, when it is refused, and when someone saves meanwhile.
 */
export function useRulesForm(saved: SavedRules) {
  const { person } = useSignedIn();
  const reachable = useReachable();
  const [kept, change] = useDraft(drafts, 'ticket rules');
  const [errors, setErrors] = useState<RulesErrors>({});
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const savedText = rulesText(saved.rules);
  const { seen, text } = kept ?? { seen: saved, text: savedText };
  const seenText = rulesText(seen.rules);
  const changed = changedFields(seenText, text);
  const saving = useDeskRuleChange(
    (rules: TicketRules) => client.tickets.saveRules({ requestId, seenVersion: seen.version, rules }),
    ({ version }) => {
      change(() => undefined);
      setRequestId(crypto.randomUUID());
      tellSaved(seen.rules, version);
    },
  );
  const isOvertaken = changed.length > 0 && saved.version !== seen.version;
  const may = changed.length > 0 && !isOvertaken && !saving.isPending && reachable;
  /** Sets fields; one that is undefined is taken away. */
  const set = (fields: Readonly<Record<string, string | undefined>>) => {
    change((now = { seen: saved, text: savedText }) => {
      const next = Object.fromEntries(
        Object.entries({ ...now.text, ...fields }).filter(
          (it): it is [string, string] => it[1] !== undefined,
        ),
      );
      return changedFields(rulesText(now.seen.rules), next).length === 0 ? undefined : { ...now, text: next };
    });
    setErrors({});
    saving.reset();
  };
  return {
    mayEdit: person.role === 'admin',
    text,
    /** As it was when the person began to change it. */
    seenText,
    savedText,
    errors,
    changed,
    isOvertaken,
    may,
    saving,
    set,
    drop: () => {
      change(() => undefined);
      setErrors({});
      saving.reset();
    },
    goOn: () => {
      change((now) => now && { seen: saved, text: rebasedText(seenText, now.text, savedText) });
      saving.reset();
    },
    /** Says what is wrong where something is; gives whether it was sent. */
    send: (): boolean => {
      const read = readRules(text);
      setErrors(read.ok ? {} : read.errors);
      if (read.ok && may) saving.mutate(read.rules);
      return read.ok;
    },
  };
}

/** Says that they hold, and offers to bring the ones before back, unless someone saves others in between. */
function tellSaved(before: TicketRules, version: number): void {
  offerUndo({
    id: 'ticket rules',
    title: 'Hours and targets saved',
    message: 'Deadlines move within a minute or so.',
    undo: async () => {
      await client.tickets.saveRules({ requestId: crypto.randomUUID(), seenVersion: version, rules: before });
      return 'Hours and targets are as they were';
    },
  });
}
