import type { CaseId } from '../../../contract/reports/values.ts';
import type { SignedIn } from '../../session/open.ts';
import { readContents } from '../intake/evidence/contents.ts';
import { readMembers } from '../intake/evidence/members.ts';
import { absentSnapshot, contentHash, memberHash } from '../intake/evidence/snapshot.ts';
import { readCase } from '../work.ts';
import { readEvidence } from './evidence.ts';

/** What the site has now in place of what was kept, read and hashed as the intake does. */
export async function presentSubject(
  { database, site }: SignedIn,
  caseId: CaseId,
  signal: AbortSignal | undefined,
) {
  const [{ row }, kept] = await database.readPrimary(signal, (db, run) =>
    Promise.all([readCase(db, caseId, run), readEvidence(db, caseId, run)]),
  );
  const { subject_kind: kind, subject_id: id } = row;
  const ground = { database, site, signal: signal ?? database.closed };
  const differs = (sha256: string) => kept.at(-1)?.subject_sha256 !== sha256;
  const gone = () => ({
    gone: true,
    content: null,
    member: null,
    changed: differs(absentSnapshot('gone').sha256),
  });
  if (kind === 'member') {
    const member = (await readMembers(ground, [id])).get(id)?.member;
    if (!member) return gone();
    return { gone: false, content: null, member, changed: differs(memberHash(member)) };
  }
  // A conversation, or what the site's contract does not show.
  if (!site.contentKinds.includes(kind)) return { gone: false, content: null, member: null, changed: false };
  const [content] = [...(await readContents(ground, [{ kind, id }])).values()].map((it) => it.item);
  if (!content) return gone();
  return { gone: false, content, member: null, changed: differs(contentHash(content)) };
}
