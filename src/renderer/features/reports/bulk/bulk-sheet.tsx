import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type BulkTarget, bulkMost } from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel } from '../../../components/panels/failure-panel.tsx';
import { SheetForm, SheetFrame } from '../../../components/panels/sheet-frame.tsx';
import { isRunning, startRun, usePresentRun } from '../../../components/runs/present-run.ts';
import { countWords } from '../../../components/runs/run-words.ts';
import { useNow } from '../../../preferences/clock.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { calls } from '../../../transport/client.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { caseActionWords } from '../decide/action-words.ts';
import { type CaseDraft, type DraftErrors, decisionOf, emptyDraft } from '../decide/case-draft.ts';
import { whyNotKind } from '../decide/digits/preset-draft.ts';
import { DecisionForm } from '../decide/form/decision-form.tsx';
import { PreviewSection } from '../decide/form/preview-section.tsx';
import { useCasePreview } from '../decide/form/use-case-preview.ts';
import classes from './bulk-sheet.module.css';
import { actWords, cases } from './bulk-words.ts';
import { casesRun } from './cases-run.ts';

interface BulkSheetProps {
  /** Which cases it is about; null while it is closed. */
  target: BulkTarget | null;
  /** How many the view holds. */
  count: Count | undefined;
  rowOf: (id: string) => CaseRow | undefined;
  onClose: () => void;
  onStarted: () => void;
}

/** One decision about all cases that are selected, beside the list, which stays in sight. */
export function BulkSheet(props: BulkSheetProps) {
  const { target, count, onClose } = props;
  // What was typed stays when the sheet is closed, until it is done.
  const [draft, setDraft] = useState<CaseDraft | null>(null);
  const total = target === null ? 0 : totalOf(target, count);
  const list = useQuery(calls.reports.policies.queryOptions({ input: {}, enabled: target !== null }));
  const policies = list.data?.policies;
  // There always is one: where reports go whose reason no policy names.
  const fallback = policies?.[0]?.id;
  return (
    <SheetFrame
      opened={target !== null}
      side="right"
      width={560}
      dim={0.15}
      title={target !== null && `Decide about ${countWords(total, cases)}`}
      onClose={onClose}
    >
      {target === null ? null : policies !== undefined && fallback !== undefined ? (
        <Sheet
          {...props}
          target={target}
          total={total}
          policies={policies}
          fallback={fallback}
          draft={draft}
          onDraft={setDraft}
        />
      ) : list.isError ? (
        <FailurePanel error={list.error} what="policies" onRetry={() => void list.refetch()} />
      ) : (
        <RowSkeletons label="Loading the policies" count={6} />
      )}
    </SheetFrame>
  );
}

interface SheetProps extends BulkSheetProps {
  target: BulkTarget;
  total: number;
  policies: readonly Policy[];
  fallback: Policy['id'];
  /** Null before anything was typed. */
  draft: CaseDraft | null;
  onDraft: (draft: CaseDraft | null) => void;
}

function Sheet({
  target,
  total,
  policies,
  fallback,
  draft: typed,
  rowOf,
  onDraft,
  onClose,
  onStarted,
}: SheetProps) {
  const { site } = useSignedIn();
  const { zone } = usePreferences();
  const now = useNow();
  const reachable = useReachable();
  const [errors, setErrors] = useState<DraftErrors>({});
  usePresentRun();
  const busy = isRunning();
  const ids = 'caseIds' in target ? target.caseIds : [];
  const rows = ids.slice(0, looked).flatMap((id) => rowOf(id) ?? []);
  const first = 'filter' in target ? target.filter.policyId : (rows[0]?.policyId ?? null);
  const draft = typed ?? emptyDraft(first ?? fallback);
  const policy = policies.find(({ id }) => id === draft.policyId);
  const mayTell = site.procedures.includes('notify_member');
  const preview = useCasePreview(target, draft, { now, zone, policy, mayTell });
  const kinds = 'filter' in target ? [target.filter.kind] : rows.map(({ subject }) => subject.kind);
  const subjectKind = kinds.find((kind) => kind !== null && site.contentKinds.includes(kind)) ?? kinds[0];

  const start = () => {
    if (busy || !reachable) return;
    const read = decisionOf(draft, { now: Date.now(), zone, policy, mayTell });
    if (!read.ok) return setErrors(read.errors);
    const names = ids.flatMap((id): [string, string][] => {
      const row = rowOf(id);
      return row === undefined ? [] : [[id, row.excerpt]];
    });
    onClose();
    startRun(casesRun({ decision: read.decision, target, total, names: new Map(names) }));
    onDraft(null);
    onStarted();
  };
  return (
    <SheetForm
      said={
        <p className={classes.hint}>
          {busy
            ? 'Another run is under way: this one can begin when it has ended.'
            : 'A few at a time; can be stopped and undone'}
        </p>
      }
      label={actWords(draft.kinds, total)}
      grave={draft.kinds.some((kind) => caseActionWords[kind].grave)}
      blocked={busy}
      onSend={start}
      onClose={onClose}
    >
      <DecisionForm
        value={draft}
        onChange={(next) => {
          setErrors({});
          onDraft(next);
        }}
        policies={policies}
        whyNot={(kind) =>
          whyNotKind(kind, policy, {
            // What is about other things as well is told apart by the preview.
            subjectKind: subjectKind ?? site.contentKinds[0] ?? '',
            authorKnown: true,
            site,
          })
        }
        errors={errors}
        mayTell={mayTell}
        cases={total}
        suggestions={policy === undefined ? [] : [policy.name, `${policy.name}, many times the same`]}
        messages={preview.answer.data?.messages ?? []}
        preview={<PreviewSection preview={preview} />}
      />
    </SheetForm>
  );
}

/** How many of the selected rows are looked at for what the form begins with. */
const looked = 200;

function totalOf(target: BulkTarget, count: Count | undefined): number {
  return 'caseIds' in target ? target.caseIds.length : Math.min(bulkMost, count?.count ?? bulkMost);
}
