import { getRouteApi } from '@tanstack/react-router';
import type { Role } from '../../../../contract/roles.ts';
import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { partLink, RuleParts } from '../rule-parts.tsx';
import type { DeskRulePart } from './desk-rules-address.ts';
import { HoursPart } from './hours/hours-part.tsx';
import { MacrosPart } from './macros/macros-part.tsx';
import { TargetsPart } from './targets/targets-part.tsx';
import { useDeskRuleChanges } from './use-desk-rules.ts';

const parts = [
  { part: 'macros', label: 'Macros', keys: 'm' },
  { part: 'hours', label: 'Business hours', keys: 'h' },
  { part: 'targets', label: 'Targets', keys: 'w' },
] as const satisfies readonly { part: DeskRulePart; label: string; keys: string }[];

/** By which rules tickets are answered. Administrators set them; support sees what holds. */
export function DeskRulesView() {
  const { person } = useSignedIn();
  const workers: readonly Role[] = ticketWorkers;
  return workers.includes(person.role) ? (
    <Rules />
  ) : (
    <StatePanel kind="forbidden" title="Your role does not answer tickets">
      Macros, business hours and targets are there for support, and set by administrators.
    </StatePanel>
  );
}

const route = getRouteApi('/settings/tickets');

function Rules() {
  const { part = 'macros' } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (to: DeskRulePart) => void navigate({ search: to === 'macros' ? {} : { part: to } });
  useDeskRuleChanges();
  useCommand('desk-rules.macros', () => show('macros'));
  useCommand('desk-rules.hours', () => show('hours'));
  useCommand('desk-rules.targets', () => show('targets'));
  return (
    <RuleParts
      label="Rules for tickets"
      links={parts.map((it) => (
        <route.Link
          key={it.part}
          to="."
          search={it.part === 'macros' ? {} : { part: it.part }}
          {...partLink(it, it.part === part)}
        />
      ))}
    >
      {part === 'macros' && <MacrosPart />}
      {part === 'hours' && <HoursPart />}
      {part === 'targets' && <TargetsPart />}
    </RuleParts>
  );
}
