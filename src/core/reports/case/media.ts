import type { CaseId } from '../../../contract/reports/values.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { fetchMedia, type Media } from '../../site/media.ts';
import { mediaIn, readEvidence } from './evidence.ts';

/** The picture or film at an address that stands in the evidence of this case, and at no other. */
export async function caseMedia(
  { database, site }: SignedIn,
  { caseId, url }: { caseId: CaseId; url: string },
  signal: AbortSignal | undefined,
): Promise<Media> {
  const evidence = await database.read(signal, (db, run) => readEvidence(db, caseId, run));
  if (!mediaIn(evidence).has(url)) {
    throw new Refused('FORBIDDEN', 'This address does not stand in the evidence of this case.');
  }
  const ended = AbortSignal.any([database.closed, ...(signal ? [signal] : [])]);
  return fetchMedia(url, site.mediaOrigins, ended);
}
