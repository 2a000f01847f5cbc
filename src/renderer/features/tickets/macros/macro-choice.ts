import type { Macro } from '../../../../contract/tickets/rules.ts';
import type { TeamId } from '../../../../contract/tickets/values.ts';

/**
 * Macros that what was typed could mean, the likeliest first: by the beginning of the name, by a word of it, by what
 * they say or do. Those of the ticket’s team stand before everyone’s; another team’s are found by typing only.
 */
export function fittingMacros(macros: readonly Macro[], typed: string, teamId: TeamId | null): Macro[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (macro: Macro) => (macro.teamId === null ? 1 : macro.teamId === teamId ? 0 : 2);
  return macros
    .map((macro) => ({ macro, far: Math.max(0, ...words.map((word) => distance(macro, word))) }))
    .filter(({ macro, far }) => far < none && (words.length > 0 || rank(macro) < 2))
    .toSorted((a, b) => a.far - b.far || rank(a.macro) - rank(b.macro))
    .map((it) => it.macro);
}

const none = 3;

function distance({ name, body, change }: Macro, word: string): number {
  const named = name.toLowerCase();
  if (named.startsWith(word)) return 0;
  if (named.includes(word)) return 1;
  const rest = [body ?? '', ...(change.addTags ?? []), change.status ?? ''].join('\n').toLowerCase();
  return rest.includes(word) ? 2 : none;
}
