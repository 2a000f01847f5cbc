import { type Selectable, sql } from 'kysely';
import { problemOfTemplate } from '../../../contract/templates.ts';
import { type Macro, MacroChange, type MacroDraft } from '../../../contract/tickets/rules.ts';
import type { TeamId } from '../../../contract/tickets/values.ts';
import type { EntryId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import type { TicketSchema } from '../../database/ticket-schema.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import { tellRulesChange } from './tell.ts';

/** More than any team keeps apart; those out of use count too. */
const mostMacros = 500;
const kept = 'Nothing was changed; what you typed is kept.';

/** Macros by name, those out of use too. */
export async function readMacros(db: Db, run?: Run): Promise<Macro[]> {
  const rows = await macros(db).execute(run);
  return rows.flatMap((row) => macroOf(row) ?? []).toSorted((a, b) => inOrder.compare(a.name, b.name));
}

/** Saves a macro, which must stand as the person saw it; `id` null makes one. The record names it by its name. */
export async function saveMacro(
  database: Database,
  o: { requestId: string; id: EntryId | null; seenVersion: number; macro: MacroDraft },
): Promise<{ id: EntryId; version: number }> {
  const draft = checkedMacro(o.macro);
  const version = o.id === null ? 1 : o.seenVersion + 1;
  return database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId: o.requestId,
      action: 'macro.saved',
      subjectKind: 'macro',
      subjectId: draft.name,
      detail: { version },
    });
    const all = await lockMacros(trx);
    if (o.id !== null) refuseIfChanged(found(all, o.id), o.seenVersion);
    else if (all.length >= mostMacros) {
      throw new Refused(
        'CONFLICT',
        `There are ${mostMacros} macros, the most that are kept. Change one instead. ${kept}`,
      );
    }
    refuseName(draft.name, all, o.id);
    const columns = {
      name: draft.name,
      team_id: draft.teamId === null ? null : idValue(draft.teamId),
      actions: JSON.stringify(draft.change),
      body: draft.body,
      as_note: Number(draft.asNote),
      version,
    };
    const id = o.id ?? (await insert(trx, columns));
    if (o.id !== null) {
      await trx.updateTable('caretaker.ticket_macro').set(columns).where('id', '=', idValue(id)).execute();
    }
    await tellRulesChange(trx, `macro ${id}`);
    return { id, version };
  });
}

/** Takes a macro out of use, or back into it. */
export async function removeMacro(
  database: Database,
  { requestId, id, removed }: { requestId: string; id: EntryId; removed: boolean },
): Promise<void> {
  const { name } = found(await database.readPrimary(undefined, (db, run) => macros(db).execute(run)), id);
  await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'macro.removed',
      subjectKind: 'macro',
      subjectId: name,
      detail: { removed },
    });
    const all = await lockMacros(trx);
    if (!removed) refuseName(found(all, id).name, all, id);
    await trx
      .updateTable('caretaker.ticket_macro')
      .set(({ fn }) => ({ removed_at: removed ? fn('UTC_TIMESTAMP', [sql.lit(6)]) : null }))
      .where('id', '=', idValue(id))
      .execute();
    await tellRulesChange(trx, `macro ${id}`);
  });
}

type MacroRow = Selectable<TicketSchema['caretaker.ticket_macro']>;

function macros(db: Db) {
  return db.selectFrom('caretaker.ticket_macro').selectAll().orderBy('id').limit(mostMacros);
}

/** All of them, against every other admin until the transaction ends: no two take one name. Readers do not wait. */
function lockMacros(trx: Trx): Promise<MacroRow[]> {
  return macros(trx).forUpdate().execute();
}

async function insert(trx: Trx, columns: Parameters<ReturnType<typeof into>['values']>[0]): Promise<EntryId> {
  const { insertId } = await into(trx).values(columns).executeTakeFirstOrThrow();
  return String(insertId) as EntryId;
}

function into(trx: Trx) {
  return trx.insertInto('caretaker.ticket_macro');
}

/** A newer console may know changes that this one does not: such a macro is left to it. */
function macroOf(row: MacroRow): Macro | null {
  const change = MacroChange.strict().safeParse(jsonOf(row.actions)).data;
  if (change === undefined) return null;
  return {
    id: row.id as EntryId,
    name: row.name,
    teamId: row.team_id as TeamId | null,
    change,
    body: row.body,
    asNote: Number(row.as_note) === 1,
    version: row.version,
    removed: row.removed_at !== null,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A draft with each tag once. @throws INVALID_INPUT where its text could never be filled, or a tag is put on and taken off. */
function checkedMacro(draft: MacroDraft): MacroDraft {
  const problem = draft.body === null ? null : problemOfTemplate(draft.body);
  if (problem !== null) {
    throw new Refused('INVALID_INPUT', `In the text, ${problem}. ${kept}`, [{ path: 'macro.body', problem }]);
  }
  const { addTags, removeTags, ...rest } = draft.change;
  const both = addTags?.find((tag) => removeTags?.includes(tag));
  if (both !== undefined) {
    throw new Refused('INVALID_INPUT', `The tag “${both}” is both put on and taken off. ${kept}`, [
      { path: 'macro.change.removeTags', problem: 'is put on as well' },
    ]);
  }
  const change = {
    ...rest,
    ...(addTags?.length ? { addTags: [...new Set(addTags)] } : {}),
    ...(removeTags?.length ? { removeTags: [...new Set(removeTags)] } : {}),
  };
  return { ...draft, change };
}

/** @throws NOT_FOUND */
function found(all: readonly MacroRow[], id: EntryId): MacroRow {
  const row = all.find((it) => it.id === id);
  if (row === undefined) throw new Refused('NOT_FOUND', `There is no such macro. ${kept}`);
  return row;
}

/** @throws CONFLICT */
function refuseIfChanged({ name, version, removed_at }: MacroRow, seenVersion: number): void {
  if (version !== seenVersion) {
    throw new Refused('CONFLICT', `Someone saved “${name}” meanwhile. ${kept}`);
  }
  if (removed_at !== null) {
    throw new Refused('CONFLICT', `“${name}” is out of use: take it back into use first. ${kept}`);
  }
}

/** @throws CONFLICT where another one in use has the name. */
function refuseName(name: string, all: readonly MacroRow[], id: EntryId | null): void {
  const same = (it: MacroRow) => it.name.toLowerCase() === name.toLowerCase();
  if (all.some((it) => it.id !== id && it.removed_at === null && same(it))) {
    throw new Refused('CONFLICT', `There is a macro “${name}” already. ${kept}`);
  }
}

const inOrder = new Intl.Collator('en', { numeric: true });
