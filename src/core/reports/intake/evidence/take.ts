import { setImmediate as breathe } from 'node:timers/promises';
import { utcOf } from '../../../database/time.ts';
import type { Incoming } from '../incoming.ts';
import type { Ground } from '../mark.ts';
import { forEach } from './at-once.ts';
import { keyOf, nicknamesInBatches, readContents } from './contents.ts';
import { readMembers } from './members.ts';
import { absentSnapshot, contentSnapshot, memberSnapshot, type Snapshot, talkSnapshot } from './snapshot.ts';
import { readTalk } from './talk.ts';

/**
 * What these reports are about, as it is now, by `keyOf` of the subject. `reports` has one of each subject: a
 * conversation is read through it, and kept around its moment.
 */
export async function takeSnapshots(
  ground: Ground,
  reports: readonly Incoming[],
): Promise<Map<string, Snapshot>> {
  const { contentKinds } = ground.site;
  const of = Map.groupBy(reports, ({ subject: { kind } }) =>
    kind === 'member' || kind === 'conversation' ? kind : contentKinds.includes(kind) ? 'content' : 'other',
  );
  const contents = await contentSnapshots(ground, of.get('content') ?? []);
  const members = await memberSnapshots(ground, of.get('member') ?? []);
  const talks = await talkSnapshots(ground, of.get('conversation') ?? []);
  const others = (of.get('other') ?? []).map(({ subject }) => notShown(keyOf(subject)));
  return new Map([...contents, ...members, ...talks, ...others]);
}

type Taken = readonly [key: string, snapshot: Snapshot];

async function contentSnapshots(ground: Ground, reports: readonly Incoming[]): Promise<Taken[]> {
  const found = await readContents(
    ground,
    reports.map((it) => it.subject),
  );
  return gently(reports, ({ subject }) => {
    const key = keyOf(subject);
    const content = found.get(key);
    return [key, content ? contentSnapshot(content) : absentSnapshot('gone')];
  });
}

async function memberSnapshots(ground: Ground, reports: readonly Incoming[]): Promise<Taken[]> {
  const found = await readMembers(
    ground,
    reports.map((it) => it.subject.id),
  );
  return gently(reports, ({ subject }) => {
    const member = found.get(subject.id);
    return [keyOf(subject), member ? memberSnapshot(member) : absentSnapshot('gone')];
  });
}

async function talkSnapshots(ground: Ground, reports: readonly Incoming[]): Promise<Taken[]> {
  if (!ground.site.procedures.includes('report_conversation')) {
    return reports.map(({ subject }) => notShown(keyOf(subject)));
  }
  // One is read, kept and let go before the next: some hold a thousand long messages.
  return forEach(reports, (report) => talkTaken(ground, report));
}

async function talkTaken(ground: Ground, report: Incoming): Promise<Taken> {
  const key = keyOf(report.subject);
  const talk = await readTalk(ground, report.id);
  if (talk === null) return notShown(key);
  if (talk.length === 0) return [key, absentSnapshot('gone')];
  const authors = [...new Set(talk.map((it) => it.authorId))];
  const nicknames = await ground.database.readPrimary(ground.signal, (db, run) =>
    nicknamesInBatches(db, run, authors),
  );
  return [key, talkSnapshot(talk, { at: utcOf(report.at), authorId: report.authorId }, nicknames)];
}

function notShown(key: string): Taken {
  return [key, absentSnapshot('not-shown')];
}

/** Guessing languages takes a while: whoever works with the console is let in between. */
async function gently<T>(items: readonly T[], take: (item: T) => Taken): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const item of items) {
    taken.push(take(item));
    await breathe();
  }
  return taken;
}
