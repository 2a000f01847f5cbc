import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import type { Macro, MacroDraft } from '../../../../../contract/tickets/rules.ts';
import { focusFirstWrong } from '../../../../components/panels/first-wrong.ts';
import { SheetForm, SheetFrame } from '../../../../components/panels/sheet-frame.tsx';
import { useWhileClosing } from '../../../../components/panels/while-closing.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { askWords } from '../../../tickets/macros/macro-words.ts';
import classes from '../../reports/policies/policy-sheet.module.css';
import { useDeskRuleChange } from '../use-desk-rules.ts';
import { MacroDifferences } from './macro-differences.tsx';
import { type KeptMacro, keptOf, type MacroErrors, readMacro, rebased, textOf } from './macro-draft.ts';
import { MacroFields } from './macro-fields.tsx';

type MacroId = Macro['id'];

interface MacroSheetProps {
  /** The macro that is changed, or a new one; null where none is. */
  edited: MacroId | 'new' | null;
  macros: readonly Macro[];
  onClose: () => void;
  onSaved: (id: MacroId) => void;
}

/** The form of a macro, at the left: what it is about stays in sight. */
export function MacroSheet({ edited, macros, onClose, onSaved }: MacroSheetProps) {
  const shown = useWhileClosing(edited);
  const macro = macros.find((it) => it.id === shown) ?? null;
  return (
    <SheetFrame
      opened={edited !== null}
      side="left"
      width={620}
      dim={0.35}
      title={macro === null ? 'Add a macro' : `Change ${macro.name}`}
      onClose={onClose}
    >
      {shown !== null && <MacroForm key={shown} newest={macro} onClose={onClose} onSaved={onSaved} />}
    </SheetFrame>
  );
}

const drafts = createDrafts<KeptMacro>();

interface MacroFormProps {
  /** As it is now; null for one that is to be added. */
  newest: Macro | null;
  onClose: () => void;
  onSaved: (id: MacroId) => void;
}

/** What is typed stays when the form is closed, when it is refused, and when someone saves meanwhile. */
function MacroForm({ newest, onClose, onSaved }: MacroFormProps) {
  const [kept, change] = useDraft(drafts, newest?.id ?? 'new');
  const [opened] = useState(() => keptOf(newest));
  const [errors, setErrors] = useState<MacroErrors>({});
  const fields = useRef<HTMLDivElement>(null);
  const { seen, text } = kept ?? opened;
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const saving = useDeskRuleChange(
    (macro: MacroDraft) =>
      client.tickets.saveMacro({ requestId, id: seen?.id ?? null, seenVersion: seen?.version ?? 0, macro }),
    ({ id, version }, macro) => {
      change(() => undefined);
      setRequestId(crypto.randomUUID());
      const asks = askWords(macro);
      notifications.show({
        title: version === 1 ? `Added: ${macro.name}` : `Saved: ${macro.name}, version ${version}`,
        message: asks === null ? '' : `It ${asks} before it is sent.`,
      });
      onSaved(id);
    },
  );
  const conflict =
    seen !== null && newest !== null && newest.version !== seen.version ? { seen, newest } : null;
  const send = () => {
    const read = readMacro(text);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok && conflict === null) saving.mutate(read.macro);
    if (!read.ok) focusFirstWrong(fields);
  };
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
            <div role="alert" className={classes.conflict}>
              <p>Someone saved version {conflict.newest.version} meanwhile. What you typed is kept.</p>
              <div className={classes.differences}>
                <MacroDifferences before={textOf(conflict.seen)} after={textOf(conflict.newest)} />
              </div>
              <div>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    change((now) => rebased(now ?? opened, conflict.newest));
                    saving.reset();
                  }}
                >
                  Go on from that, with my changes
                </Button>
              </div>
            </div>
          )}
          {conflict === null && saving.isError && (
            <p role="alert" className={classes.failure}>
              {failureOf(saving.error).message}
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
      <MacroFields
        ref={fields}
        text={text}
        errors={errors}
        onChange={(part) => {
          change((now = opened) => ({ ...now, text: { ...now.text, ...part } }));
          setErrors({});
          saving.reset();
        }}
      />
    </SheetForm>
  );
}
