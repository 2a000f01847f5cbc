import type { MemberAddress, Revealable } from '../../../contract/members/page.ts';
import type { RecordAction } from '../../../contract/record.ts';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import { realUtc } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import type { SignedIn } from '../../session/open.ts';
import { addressText } from '../keys/address.ts';
import { countSharers, type Thing } from './link-things.ts';
import { memberNotFound, shownKey, siteMember } from './member.ts';

const actions: Record<Revealable, RecordAction> = {
  email: 'member.email_revealed',
  addresses: 'member.addresses_revealed',
};

/**
 * Lets this session see a member's e-mail or addresses until it ends. The entry of the record is committed first: what
 * cannot be recorded is not shown. Asked for again, it is shown already and recorded no second time.
 */
export async function reveal(
  { database, shown }: Pick<SignedIn, 'database' | 'shown'>,
  input: { id: MemberId; what: Revealable; requestId: string },
): Promise<void> {
  const key = shownKey(input.id, input.what);
  if (shown.has(key)) return;
  const member = await database.readPrimary(undefined, (db, run) => siteMember(db, run, input.id));
  if (!member) throw memberNotFound(input.id);
  await database.write(true, (trx) =>
    addEntry(trx, {
      requestId: input.requestId,
      action: actions[input.what],
      subjectKind: 'member',
      subjectId: input.id,
    }),
  );
  shown.add(key);
}

const mostAddresses = 100;
const mostCounted = 1000;

/** The addresses that a member signed in from, latest first. FORBIDDEN until they were asked for in this session. */
export async function memberAddresses(
  { database, shown }: Pick<SignedIn, 'database' | 'shown'>,
  id: MemberId,
  signal: AbortSignal | undefined,
): Promise<MemberAddress[]> {
  if (!shown.has(shownKey(id, 'addresses'))) {
    throw new Refused(
      'FORBIDDEN',
      'The addresses of this member are shown to who asks for them, which goes on record. Ask for them first.',
    );
  }
  const rows = await database.read(signal, (db, run) =>
    db
      .selectFrom('caretaker.member_address')
      .select(['address', 'first_at', 'last_at'])
      .where('member_id', '=', idValue(id))
      .orderBy('last_at', 'desc')
      .limit(mostAddresses)
      .execute(run),
  );
  const things = rows.map((row): Thing => ({ kind: 'address', low: row.address, high: row.address }));
  const counts = await countSharers(database, things, mostCounted, signal);
  return rows.map((row, index) => ({
    ip: addressText(row.address),
    firstAt: realUtc(row.first_at),
    lastAt: realUtc(row.last_at),
    ...(counts[index] ?? { sharedBy: 1, sharedByMore: false }),
  }));
}
