import { visibleString } from '../../../components/text/visible-text.ts';
import { dateOf } from '../../../preferences/time-format.ts';
import { type filterNames, type MembersAddress, statusesOf } from '../members-address.ts';
import { daysOf, isRecent, recentSpans } from '../span.ts';

export interface FilterWords {
  name: (typeof filterNames)[number];
  words: string;
}

/** The filters of an address, each in a few words. */
export function filterWords(address: MembersAddress): FilterWords[] {
  const { status, joined, active, reported, location } = address;
  const found: FilterWords[] = [];
  if (status !== undefined) found.push({ name: 'status', words: statusesOf(status).join(' or ') });
  if (joined !== undefined) found.push({ name: 'joined', words: `joined ${spanWords(joined)}` });
  if (active !== undefined) found.push({ name: 'active', words: `last active ${spanWords(active)}` });
  if (reported !== undefined) {
    const times = reported === 1 ? 'once' : `${new Intl.NumberFormat('en-GB').format(reported)} times`;
    found.push({ name: 'reported', words: `reported ${times} or more` });
  }
  if (location !== undefined) {
    found.push({ name: 'location', words: `location starts with “${visibleString(location)}”` });
  }
  return found;
}

/** `today`, `in the last 7 days`, `from 1 Nov 2026 until 23 Nov 2026`. */
export function spanWords(span: string): string {
  if (isRecent(span)) return span === '1d' ? recentSpans[span] : `in the ${recentSpans[span]}`;
  const days = daysOf(span);
  if (days?.from !== null && days?.from === days?.until) return `on ${dayWords(days?.from ?? '')}`;
  const from = days?.from == null ? '' : `from ${dayWords(days.from)}`;
  const until = days?.until == null ? '' : `until ${dayWords(days.until)}`;
  return [from, until].filter((part) => part !== '').join(' ');
}

/** `23 Nov 2026`, of a calendar day of any zone. */
function dayWords(day: string): string {
  return dateOf(`${day}T00:00:00Z`, 'utc');
}
