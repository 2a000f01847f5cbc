import { FigureRange } from '../../../../contract/tickets/figures.ts';
import { Channel, TeamId } from '../../../../contract/tickets/values.ts';

/** What the address of the figures holds: a range of days, whose, and whether as a table. */
export interface FiguresAddress {
  /** Both absent for the last 30 days. */
  from?: string | undefined;
  to?: string | undefined;
  team?: TeamId | undefined;
  channel?: Channel | undefined;
  as?: 'table' | undefined;
}

const dayMs = 86_400_000;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseFiguresAddress(search: Record<string, unknown>): FiguresAddress {
  const range = FigureRange.safeParse({ from: search.from, to: search.to }).data;
  const read: FiguresAddress = {
    from: range?.from,
    to: range?.to,
    team: TeamId.safeParse(search.team).data,
    channel: Channel.safeParse(search.channel).data,
    as: search.as === 'table' ? 'table' : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** What the contract is asked for an address. `now` in milliseconds. */
export function rangeOf({ from, to, team, channel }: FiguresAddress, now: number): FigureRange {
  const days = from !== undefined && to !== undefined ? { from, to } : lastDays(30, now);
  return { ...days, teamId: team ?? null, channel: channel ?? null };
}

/** Ranges that end today, as they are offered. */
export const presets = [
  { label: '7 d', days: 7 },
  { label: '30 d', days: 30 },
  { label: '90 d', days: 90 },
  { label: '1 y', days: 365 },
  { label: '5 y', days: 1826 },
] as const;

export function lastDays(days: number, now: number): { from: string; to: string } {
  return { from: dayOf(now - (days - 1) * dayMs), to: dayOf(now) };
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
