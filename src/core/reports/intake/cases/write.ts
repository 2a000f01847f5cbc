import type { CaseId } from '../../../../contract/reports/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { insertMany } from '../../../directory/rows/bulk.ts';
import { addEvents, type NewEvent } from '../../work.ts';
import type { Batch, Group } from '../batch.ts';
import { type Rules, readRules } from '../scores/rules.ts';
import type { Joining } from './grouping.ts';
import { joinCases } from './join.ts';
import { lockCases } from './lock.ts';
import { openCases } from './open.ts';

/** What cases are opened and joined by. */
export interface Writing {
  readonly trx: Trx;
  readonly rules: Rules;
  /** Now, by the server's clock. */
  readonly moment: string;
  /** What of a group's reports their case is made of. */
  joining(group: Group): Joining[];
}

/** What became of a group of reports. */
export interface Placed {
  readonly group: Group;
  readonly caseId: CaseId;
  readonly events: readonly NewEvent[];
  /** Whether the group's snapshot is one that its case does not have yet. */
  readonly keeps: boolean;
}

/** Puts reports into cases, once the mark is locked: each into the open case of its subject, or else into a new one. */
export async function writeBatch(trx: Trx, batch: Batch): Promise<void> {
  const writing: Writing = {
    trx,
    rules: await readRules(trx),
    moment: await serverMoment(trx),
    joining: ({ reports }) => reports.map((it) => ({ ...it, weight: batch.weight(it.reporterId) })),
  };
  const { present, muting } = await lockCases(trx, batch.groups);
  const fresh = batch.groups.filter((it) => !present.has(it) && !muting.has(it));
  const placed = [...(await openCases(writing, fresh)), ...(await joinCases(writing, present))];
  const muted = [...muting].map(([group, caseId]): Placed => ({ group, caseId, events: [], keeps: false }));
  await addItems(trx, batch, placed, false);
  await addItems(trx, batch, muted, true);
  await addEvidence(
    trx,
    placed.filter((it) => it.keeps),
  );
  await addEvents(
    trx,
    placed.flatMap((it) => it.events),
  );
}

/** By the primary key of these rows each report is in one case, and once. */
async function addItems(
  trx: Trx,
  { weight }: Batch,
  placed: readonly Placed[],
  muted: boolean,
): Promise<void> {
  const rows = placed.flatMap(({ group, caseId }) =>
    group.reports.map((it) => [
      BigInt(it.id),
      BigInt(caseId),
      BigInt(it.reporterId),
      it.at,
      it.reason,
      it.note,
      weight(it.reporterId),
      Number(muted),
    ]),
  );
  await insertMany(
    trx,
    'INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, note, weight, muted)',
    rows,
  );
}

/** Characters that one statement carries, which any server takes. */
const charactersAtOnce = 500_000;

/** The server fills in when it was taken, and the hash of the whole. */
export async function addEvidence(trx: Trx, placed: readonly Placed[]): Promise<void> {
  let rows: { case_id: ReturnType<typeof idValue<CaseId>>; subject_sha256: string; body: string }[] = [];
  const write = async () => {
    if (rows.length > 0) await trx.insertInto('caretaker.report_evidence').values(rows).execute();
    rows = [];
  };
  let characters = 0;
  for (const { group, caseId } of placed) {
    const { body, sha256 } = group.snapshot;
    if (characters + body.length > charactersAtOnce) {
      await write();
      characters = 0;
    }
    rows.push({ case_id: idValue(caseId), subject_sha256: sha256, body });
    characters += body.length;
  }
  await write();
}
