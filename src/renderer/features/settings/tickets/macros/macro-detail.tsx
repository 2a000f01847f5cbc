import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Macro } from '../../../../../contract/tickets/rules.ts';
import { FactList } from '../../../../components/fact-list.tsx';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { useFocusReturn } from '../../../../components/panels/focus.ts';
import { PaneHeader } from '../../../../components/panels/pane-header.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useMacroNames } from '../../../tickets/macros/use-macro-names.ts';
import classes from '../../reports/policies/policies.module.css';
import { PlaceholderText } from '../../templates/placeholder-text.tsx';
import { macroPlaceholders } from '../../templates/placeholders.ts';
import { useDeskRuleChange } from '../use-desk-rules.ts';
import { changedParts, type MacroPart, macroParts, partWords, textOf } from './macro-draft.ts';

interface MacroDetailProps {
  macro: Macro;
  mayEdit: boolean;
  onEdit: () => void;
}

const nothing = textOf({ name: '', teamId: null, change: {}, body: null, asNote: false });
const elsewhere: readonly MacroPart[] = ['name', 'forTeam', 'body', 'asNote'];

/** One macro: what it changes and says, and what can be done to it. */
export function MacroDetail({ macro, mayEdit, onEdit }: MacroDetailProps) {
  const pane = useFocusReturn<HTMLElement>();
  const names = useMacroNames();
  const text = textOf(macro);
  const changes = changedParts(nothing, text).filter((part) => !elsewhere.includes(part));
  const words = (part: MacroPart) => <MemberText text={partWords(text, part, names)} />;
  return (
    <section ref={pane} className={classes.detail} aria-label={macro.name}>
      <PaneHeader what="macro">
        <span className={classes.version}>Version {macro.version}</span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        <h2>
          <MemberText text={macro.name} />
        </h2>
        <FactList>
          <div>
            <dt>For</dt>
            <dd>{words('forTeam')}</dd>
          </div>
          {changes.map((part) => (
            <div key={part}>
              <dt>{capital(macroParts[part])}</dt>
              <dd>{words(part)}</dd>
            </div>
          ))}
        </FactList>
        {changes.length === 0 && <p className={classes.hint}>It changes nothing: it is a text alone.</p>}
        {mayEdit && <Acts macro={macro} onEdit={onEdit} />}
        <div className={classes.message}>
          <h3>{macro.asNote && macro.body !== null ? 'Note among colleagues' : 'What the member is told'}</h3>
          {macro.body === null ? (
            <p className={classes.none}>Nothing, unless it is written</p>
          ) : (
            <PlaceholderText text={macro.body} placeholders={macroPlaceholders} />
          )}
        </div>
      </div>
    </section>
  );
}

function Acts({ macro, onEdit }: { macro: Macro; onEdit: () => void }) {
  const reachable = useReachable();
  const removal = useDeskRuleChange(
    (removed: boolean) => setRemoved(macro, removed),
    (_, removed) => {
      const words = removed ? 'Taken out of use' : 'Back in use';
      offerUndo({
        id: `macro ${macro.id}`,
        title: `${words}: ${macro.name}`,
        undo: async () => {
          await setRemoved(macro, !removed);
          return removed ? `Back in use: ${macro.name}` : `Out of use again: ${macro.name}`;
        },
      });
    },
  );
  const toggle = () =>
    removal.mutate(!macro.removed, {
      onError: (error) =>
        notifications.show({
          title: 'Left as it was',
          message: failureOf(error).message,
          color: 'red',
          autoClose: false,
        }),
    });
  useCommand('macros.edit', onEdit, reachable && !macro.removed);
  useCommand('macros.remove', toggle, reachable);
  return (
    <>
      <div className={classes.acts}>
        {!macro.removed && (
          <Button size="xs" variant="default" onClick={onEdit} disabled={!reachable} title="Change (e)">
            Change…
          </Button>
        )}
        <Button
          size="xs"
          {...(macro.removed ? { variant: 'default' } : { variant: 'light', color: 'red' })}
          loading={removal.isPending}
          disabled={!reachable}
          onClick={toggle}
          title={macro.removed ? 'Take back into use (d)' : 'Take out of use (d)'}
        >
          {macro.removed ? 'Take back into use' : 'Take out of use'}
        </Button>
      </div>
      {macro.removed && (
        <p className={classes.hint}>
          Out of use: nobody is offered it. To change it, take it back into use first.
        </p>
      )}
    </>
  );
}

function setRemoved({ id }: Macro, removed: boolean) {
  return client.tickets.removeMacro({ requestId: crypto.randomUUID(), id, removed });
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
