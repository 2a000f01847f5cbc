import type { Connection } from 'mysql2/promise';
import { idValue } from '../../../src/core/database/cursor.ts';
import { utcOf } from '../../../src/core/database/time.ts';
import type { SignedIn } from '../../../src/core/session/open.ts';
import { type Rules, readRules, targetOf } from '../../../src/core/tickets/clocks/rules.ts';
import type { TicketColumns } from '../../../src/core/tickets/work.ts';
import { HOUR } from '../world/calendar.ts';
import { Random } from '../world/random.ts';

/** When what was done with a ticket would have been done, in milliseconds. */
export interface Moments {
  readonly openedAt: number;
  /** The first answer, and what else was done at the desk. */
  readonly doneAt: number;
  /** What the member wrote to it. */
  readonly answeredAt: number;
  readonly askedAt: number;
  readonly ratedAt: number;
}

const MINUTE = 60_000;

/** Most are answered within a morning, some wait for days; nothing is done later than the demo begins. */
export function momentsOf(
  row: Pick<TicketColumns, 'id' | 'opened_at'>,
  { seed, until }: { readonly seed: number; readonly until: Date },
): Moments {
  const random = new Random(seed).of(330, Number(row.id));
  const openedAt = Date.parse(utcOf(row.opened_at));
  const left = Math.max(MINUTE, until.getTime() - openedAt);
  const doneAt = openedAt + Math.min(5 * MINUTE + random.wait(5 * HOUR), left / 2);
  const rest = until.getTime() - doneAt;
  const after = (hours: number) => Math.floor(doneAt + Math.min(hours * HOUR, rest * (hours / 10)));
  return {
    openedAt,
    doneAt: Math.floor(doneAt),
    answeredAt: after(1 + random.share() * 3),
    askedAt: after(5),
    ratedAt: after(6 + random.share() * 2),
  };
}

/**
 * What was just done at the desk moves to when it would have been done, in the tickets whose clocks stand still: else all
 * figures were of this minute. As the database's administrator, for no console could. Done again, it comes to the same.
 */
export async function moveIntoPast(
  connection: Connection,
  who: SignedIn,
  tickets: readonly TicketColumns[],
  o: { readonly seed: number; readonly until: Date },
): Promise<void> {
  if (tickets.length === 0) return;
  const { rules, rows } = await who.database.readPrimary(undefined, async (db, run) => ({
    rules: await readRules(db, run),
    rows: await db
      .selectFrom('caretaker.ticket')
      .selectAll()
      .where(
        'id',
        'in',
        tickets.map((it) => idValue(it.id)),
      )
      .execute(run),
  }));
  const run = async (statement: string, ...values: unknown[]) => {
    await connection.query(statement, values);
  };
  await connection.query('START TRANSACTION');
  await run(
    `UPDATE caretaker.ticket_fact AS fact JOIN caretaker.ticket AS subject ON subject.id = fact.ticket_id
     SET fact.at = subject.opened_at WHERE fact.kind = 'opened'`,
  );
  await run(
    `UPDATE caretaker.ticket_event AS event JOIN caretaker.ticket AS subject ON subject.id = event.ticket_id
     SET event.at = subject.opened_at WHERE event.kind = 'opened'`,
  );
  for (const row of rows.filter(isAtRest)) await moveTicket(run, row, rules, momentsOf(row, o));
  await connection.query('COMMIT');
}

/** What is snoozed or runs is of today. */
function isAtRest({ place }: TicketColumns): boolean {
  return ['waiting', 'hold', 'solved', 'closed'].includes(place);
}

type Run = (statement: string, ...values: unknown[]) => Promise<void>;

async function moveTicket(run: Run, row: TicketColumns, rules: Rules, moments: Moments): Promise<void> {
  const { id } = row;
  const { openedAt, doneAt, askedAt, ratedAt } = moments;
  const used = Math.round(rules.office.between(openedAt, doneAt));
  const isSolved = row.status === 'solved' || row.status === 'closed';
  const done = column(doneAt);
  await run(
    "UPDATE caretaker.ticket_message SET at = ? WHERE ticket_id = ? AND kind IN ('out', 'note')",
    done,
    id,
  );
  await run(
    "UPDATE caretaker.ticket_message SET at = ? WHERE ticket_id = ? AND kind = 'question'",
    column(askedAt),
    id,
  );
  await run(
    `UPDATE caretaker.ticket_event SET at = CASE kind WHEN 'asked' THEN ? WHEN 'rated' THEN ? ELSE ? END
     WHERE ticket_id = ? AND kind NOT IN ('opened', 'answered', 'closed')`,
    column(askedAt),
    column(ratedAt),
    done,
    id,
  );
  const target = targetOf(rules, row);
  const kept = (minutes: number | null) => (minutes === null ? null : Number(used <= minutes * 60));
  for (const [kind, minutes] of [
    ['first', target.first],
    ['solved', target.solve],
  ] as const) {
    await run(
      'UPDATE caretaker.ticket_fact SET at = ?, minutes = ?, kept = ? WHERE ticket_id = ? AND kind = ?',
      done,
      Math.round(used / 60),
      kept(minutes),
      id,
      kind,
    );
  }
  await run(
    "UPDATE caretaker.ticket_fact SET at = ? WHERE ticket_id = ? AND kind = 'rated'",
    column(ratedAt),
    id,
  );
  await run(
    `UPDATE caretaker.ticket SET first_at = IF(first_at IS NULL, NULL, ?), solved_at = IF(?, ?, NULL), first_used = ?,
       solve_used = ?, last_at = (SELECT MAX(at) FROM caretaker.ticket_message WHERE ticket_id = ticket.id)
     WHERE id = ?`,
    done,
    isSolved,
    done,
    used,
    used,
    id,
  );
}

function column(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
