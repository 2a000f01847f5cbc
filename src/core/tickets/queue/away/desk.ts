import { sql } from 'kysely';
import { type TeamId, ticketWorkers } from '../../../../contract/tickets/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { utcOrNull } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type Colleague, workersOf } from '../../../staff/workers.ts';

/** More of each than any team that this console is for; those beyond are not offered. */
const most = 500;

export interface Desk {
  readonly people: (Colleague & { readonly awayUntil: Utc | null })[];
  readonly teams: { readonly id: TeamId; readonly name: string; readonly users: string[] }[];
  readonly tags: string[];
}

/** Who answers members, with those who are away, their teams, and the tags there are. */
export async function readDesk({ database }: SignedIn, signal: AbortSignal | undefined): Promise<Desk> {
  return database.readPrimary(signal, async (db, run) => {
    const [people, away, teams, tags] = await Promise.all([
      workersOf(db, run, ticketWorkers),
      db
        .selectFrom('caretaker.support_person')
        .select(['user', 'away_until'])
        .where('away_until', '>', sql<string>`UTC_TIMESTAMP(6)`)
        .limit(most)
        .execute(run),
      db.selectFrom('caretaker.team').select(['id', 'name']).orderBy('name').limit(most).execute(run),
      db.selectFrom('caretaker.ticket_tag_name').select('tag').orderBy('tag').limit(most).execute(run),
    ]);
    const members =
      teams.length === 0
        ? []
        : await db
            .selectFrom('caretaker.team_person')
            .select(['team_id', 'user'])
            .where('team_id', 'in', teams.map((it) => it.id).map(idValue))
            .limit(most * 4)
            .execute(run);
    const until = new Map(away.map((row) => [row.user, utcOrNull(row.away_until)]));
    const isWorker = new Set(people.map((it) => it.user));
    return {
      people: people.map((it) => ({ ...it, awayUntil: until.get(it.user) ?? null })),
      teams: teams.map(({ id, name }) => ({
        id: id as TeamId,
        name,
        users: members.filter((it) => it.team_id === id && isWorker.has(it.user)).map((it) => it.user),
      })),
      tags: tags.map((row) => row.tag),
    };
  });
}
