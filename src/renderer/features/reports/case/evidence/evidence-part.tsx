import { skipToken, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ContentItem } from '../../../../../contract/members/page.ts';
import type { Evidence, KeptEvidence } from '../../../../../contract/reports/case.ts';
import type { CaseRow } from '../../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import type { MemberId } from '../../../../../contract/values.ts';
import { DifferenceText } from '../../../../components/text/difference-text.tsx';
import { calls } from '../../../../transport/client.ts';
import { Conversation } from './conversation.tsx';
import classes from './evidence.module.css';
import { type PartDifference, subjectDifferences } from './evidence-differences.ts';
import { NearItem, ReportedItem } from './evidence-item.tsx';
import { KeptLine } from './kept-line.tsx';
import { MediaSwitches } from './media/media-switches.tsx';
import { ReportedProfile } from './reported-profile.tsx';
import { useInSight } from './use-in-sight.ts';

/** What was reported, as it was then, with what surrounded it and what became of it. */
export function EvidencePart({ row, evidence }: { row: CaseRow; evidence: readonly KeptEvidence[] }) {
  const newest = evidence.at(-1);
  return (
    <section className={classes.part} aria-label="Evidence">
      <div className={classes.head}>
        <h3>As it was reported</h3>
        {newest !== undefined && hasMedia(newest.evidence) && <MediaSwitches />}
        {newest !== undefined && <KeptLine kept={newest} />}
      </div>
      {newest === undefined ? (
        <p className={classes.absent}>Nothing was kept of what was reported.</p>
      ) : (
        <Kept key={newest.id} row={row} evidence={newest.evidence}>
          <SinceThen row={row} newest={newest.evidence} />
          {evidence.slice(0, -1).map((earlier, at) => (
            <EditedBetween key={earlier.id} earlier={earlier} later={evidence[at + 1] ?? newest} />
          ))}
        </Kept>
      )}
    </section>
  );
}

interface KeptProps {
  row: CaseRow;
  evidence: Evidence;
  /** What became of it. */
  children: ReactNode;
}

function Kept({ row, evidence, children }: KeptProps) {
  const { content, within, before, after, member, talk, absent } = evidence;
  // What surrounds it comes first, as people read; what was reported, or was said last, is in sight all the same.
  const place = useInSight<HTMLDivElement>();
  if (absent !== null) {
    return (
      <>
        <p className={classes.absent}>
          {absent === 'gone'
            ? 'It was gone before it could be read: only what the reports say of it is known.'
            : 'The site shows nothing of this kind: only what the reports say of it is known.'}
        </p>
        {children}
      </>
    );
  }
  if (member !== null) {
    return (
      <>
        <ReportedProfile caseId={row.id} member={member} />
        {children}
      </>
    );
  }
  if (content === null) {
    return (
      <>
        {children}
        <Conversation talk={talk} about={row.authorId} />
        <div ref={place} />
      </>
    );
  }
  // What stands by itself has no neighbours but its author's own.
  const alone = within.length === 0;
  const author = alone ? content.authorId : undefined;
  return (
    <>
      <Around name="Written on" items={within} caseId={row.id} />
      <Around name={alone ? 'Their own before it' : 'Before it'} items={before} caseId={row.id} of={author} />
      <div ref={place} className={classes.place}>
        <ReportedItem caseId={row.id} item={content} />
        {children}
      </div>
      <Around name={alone ? 'Their own after it' : 'After it'} items={after} caseId={row.id} of={author} />
    </>
  );
}

interface AroundProps {
  name: string;
  items: readonly ContentItem[];
  caseId: CaseId;
  /** Whose all of them are, where that goes without saying. */
  of?: MemberId | undefined;
}

function Around({ name, items, caseId, of }: AroundProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h4 className={classes.around}>{name}</h4>
      {items.map((item) => (
        <NearItem key={`${item.kind} ${item.id}`} caseId={caseId} item={item} named={item.authorId !== of} />
      ))}
    </section>
  );
}

/** Whether a picture or film is among what was kept. */
function hasMedia({ content, within, before, after, member }: Evidence): boolean {
  const items = [...within, ...before, ...after, ...(content === null ? [] : [content])];
  return items.some(({ mediaUrl }) => mediaUrl !== null) || (member?.avatarUrl ?? null) !== null;
}

/** What the site has now in its place, where that is something else. */
function SinceThen({ row, newest }: { row: CaseRow; newest: Evidence }) {
  const asks = newest.absent === null && newest.talk.length === 0;
  const now = useQuery(
    calls.reports.now.queryOptions({ input: asks ? { caseId: row.id } : skipToken, staleTime: 0 }),
  );
  if (now.data === undefined) return null;
  if (now.data.gone) {
    return (
      <p className={classes.since} role="status">
        Removed since. What was kept stays readable here.
      </p>
    );
  }
  const differences = subjectDifferences(newest, now.data);
  if (!now.data.changed || differences.length === 0) return null;
  return (
    <div className={classes.since} role="status">
      <h4>Changed since it was kept</h4>
      <Differences differences={differences} />
    </div>
  );
}

function EditedBetween({ earlier, later }: { earlier: KeptEvidence; later: KeptEvidence }) {
  const differences = subjectDifferences(earlier.evidence, later.evidence);
  return (
    <div className={classes.since}>
      <h4>Edited between two reports</h4>
      <KeptLine kept={earlier} />
      {differences.length > 0 ? (
        <Differences differences={differences} />
      ) : (
        <p>What differs is not in its text.</p>
      )}
    </div>
  );
}

function Differences({ differences }: { differences: readonly PartDifference[] }) {
  return (
    <dl className={classes.differences}>
      {differences.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <DifferenceText before={before} after={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
