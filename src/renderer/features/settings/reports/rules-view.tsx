import { getRouteApi } from '@tanstack/react-router';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { partLink, RuleParts } from '../rule-parts.tsx';
import { DigitsPart } from './digits/digits-part.tsx';
import { PoliciesPart } from './policies/policies-part.tsx';
import type { RulePart } from './rules-address.ts';
import { useRuleChanges } from './use-rules.ts';
import { WeightsPart } from './weights/weights-part.tsx';

const parts = [
  { part: 'policies', label: 'Policies', keys: 'p' },
  { part: 'weights', label: 'Weights of the queue', keys: 'w' },
  { part: 'digits', label: 'Decisions on digits', keys: 'y' },
] as const satisfies readonly { part: RulePart; label: string; keys: string }[];

/** By which rules reports are worked through, for an administrator: policies, the order of the queue, quick decisions. */
export function RulesView() {
  const { person } = useSignedIn();
  return person.role === 'admin' ? (
    <RulesOfAdmin />
  ) : (
    <StatePanel kind="forbidden" title="Your role does not set the rules for reports">
      Administrators do. The rules themselves stand beside each case, in the form of a decision.
    </StatePanel>
  );
}

const route = getRouteApi('/settings/reports');

function RulesOfAdmin() {
  const { part = 'policies' } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (to: RulePart) => void navigate({ search: to === 'policies' ? {} : { part: to } });
  useRuleChanges();
  useCommand('rules.policies', () => show('policies'));
  useCommand('rules.weights', () => show('weights'));
  useCommand('rules.digits', () => show('digits'));
  return (
    <RuleParts
      label="Rules for reports"
      links={parts.map((it) => (
        <route.Link
          key={it.part}
          to="."
          search={it.part === 'policies' ? {} : { part: it.part }}
          {...partLink(it, it.part === part)}
        />
      ))}
    >
      {part === 'policies' && <PoliciesPart />}
      {part === 'weights' && <WeightsPart />}
      {part === 'digits' && <DigitsPart />}
    </RuleParts>
  );
}
