import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import type { Policy, PolicyDraft } from '../../../../../contract/reports/policies.ts';
import { focusFirstWrong } from '../../../../components/panels/first-wrong.ts';
import { SheetForm, SheetFrame } from '../../../../components/panels/sheet-frame.tsx';
import { useWhileClosing } from '../../../../components/panels/while-closing.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { useRuleChange } from '../use-rules.ts';
import { PolicyConflict } from './policy-conflict.tsx';
import { type KeptPolicy, keptOf, type PolicyErrors, readPolicy, rebased } from './policy-draft.ts';
import { PolicyFields } from './policy-fields.tsx';
import classes from './policy-sheet.module.css';

type PolicyId = Policy['id'];

interface PolicySheetProps {
  /** The policy that is changed, or a new one; null where none is. */
  edited: PolicyId | 'new' | null;
  policies: readonly Policy[];
  onClose: () => void;
  onSaved: (id: PolicyId) => void;
}

/** The form of a policy, at the left: what it is about stays in sight, and notices do not cover its buttons. */
export function PolicySheet({ edited, policies, onClose, onSaved }: PolicySheetProps) {
  const shown = useWhileClosing(edited);
  const policy = policies.find((it) => it.id === shown) ?? null;
  return (
    <SheetFrame
      opened={edited !== null}
      side="left"
      width={620}
      dim={0.35}
      title={policy === null ? 'Add a policy' : `Change ${policy.name}`}
      onClose={onClose}
    >
      {shown !== null && (
        <PolicyForm key={shown} newest={policy} others={policies} onClose={onClose} onSaved={onSaved} />
      )}
    </SheetFrame>
  );
}

const drafts = createDrafts<KeptPolicy>();

interface PolicyFormProps {
  /** As it is now; null for one that is to be added. */
  newest: Policy | null;
  others: readonly Policy[];
  onClose: () => void;
  onSaved: (id: PolicyId) => void;
}

/** What is typed stays when the form is closed, when it is refused, and when someone saves meanwhile. */
function PolicyForm({ newest, others, onClose, onSaved }: PolicyFormProps) {
  const [kept, change] = useDraft(drafts, newest?.id ?? 'new');
  const [opened] = useState(() => keptOf(newest));
  const [errors, setErrors] = useState<PolicyErrors>({});
  const fields = useRef<HTMLDivElement>(null);
  const { seen, text } = kept ?? opened;
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const saving = useRuleChange(
    (policy: PolicyDraft) =>
      client.reports.savePolicy({
        requestId,
        policyId: seen?.id ?? null,
        seenVersion: seen?.version ?? 0,
        policy,
      }),
    ({ policyId, version, open }, { name }) => {
      change(() => undefined);
      setRequestId(crypto.randomUUID());
      notifications.show({
        title: version === 1 ? `Added: ${name}` : `Saved: ${name}, version ${version}`,
        message: toFill(open),
      });
      onSaved(policyId);
    },
  );
  const conflict =
    seen !== null && newest !== null && newest.version !== seen.version ? { seen, newest } : null;
  const send = () => {
    const read = readPolicy(text);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok && conflict === null) saving.mutate(read.policy);
    if (!read.ok) focusFirstWrong(fields);
  };
  const failure = saving.isError ? failureOf(saving.error).message : null;
  return (
    <SheetForm
      label={newest === null ? 'Add' : 'Save'}
      grave={false}
      sending={saving.isPending}
      blocked={conflict !== null}
      onSend={send}
      onClose={onClose}
      said={
        <>
          {conflict !== null && (
            <PolicyConflict
              {...conflict}
              onGoOn={() => {
                change((now) => rebased(now ?? opened, conflict.newest));
                saving.reset();
              }}
            />
          )}
          {conflict === null && failure !== null && (
            <p role="alert" className={classes.failure}>
              {failure}
            </p>
          )}
          {Object.keys(errors).length > 0 && (
            <p role="alert" className={classes.failure}>
              Not saved: something above is missing or not right.
            </p>
          )}
        </>
      }
    >
      <PolicyFields
        ref={fields}
        text={text}
        errors={errors}
        others={others.filter((it) => it.id !== newest?.id && !it.removed)}
        onChange={(part) => {
          change((now = opened) => ({ ...now, text: { ...now.text, ...part } }));
          setErrors({});
          saving.reset();
        }}
      />
    </SheetForm>
  );
}

function toFill(open: readonly string[]): string {
  if (open.length === 0) return '';
  return `Moderators fill ${open.map((name) => `{${name}}`).join(', ')} before a message is sent.`;
}
