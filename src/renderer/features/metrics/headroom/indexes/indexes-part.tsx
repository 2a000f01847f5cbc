import { useQuery } from '@tanstack/react-query';
import {
  type IndexAdvice,
  type RedundantIndex,
  type UnusedIndex,
  unusedAfterDays,
} from '../../../../../contract/metrics/headroom/indexes.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { Answered } from '../answered.tsx';
import shared from '../headroom.module.css';
import { FoundIndex } from './found-index.tsx';
import classes from './indexes.module.css';

/** Indexes that cost space and writes for nothing. Nothing is done here: statements are text to copy. */
export function IndexesPart() {
  const advice = useQuery(calls.metrics.headroom.indexes.queryOptions({ staleTime: 5 * 60_000 }));
  const refresh = () => void advice.refetch();
  useCommand('view.refresh', refresh);
  return (
    <>
      <div className={shared.tools}>
        <p className={shared.quiet}>
          Caretaker drops nothing. Copy a statement with its undo, and look first whether any statement names
          the index (FORCE INDEX): it would fail. To build a large index again takes long.
        </p>
        <div className={shared.end}>
          <AgeBadge asOf={advice.data?.asOf} refreshing={advice.isFetching} onRefresh={refresh} />
        </div>
      </div>
      <section
        className={shared.body}
        aria-label="Indexes that could go"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        <Answered answer={advice} what="indexes">
          {(data) => (
            <>
              <Redundant advice={data} />
              <Unused advice={data} />
            </>
          )}
        </Answered>
      </section>
    </>
  );
}

function Redundant({ advice: { redundant, all } }: { advice: IndexAdvice }) {
  return (
    <section aria-label="Redundant indexes">
      <h2 className={shared.title}>
        Redundant <Sum found={redundant} />
      </h2>
      {redundant.length === 0 ? (
        <p className={shared.quiet}>
          None: of {all} indexes looked at, each does something that no other index of its table does.
        </p>
      ) : (
        <ul className={classes.list}>
          {redundant.map((it: RedundantIndex) => (
            <FoundIndex key={`${it.schemaName}.${it.tableName}.${it.indexName}`} found={it} statements={it}>
              <p>
                {it.because} <span className={shared.quiet}>({it.by.columns})</span>
              </p>
              {it.caution !== null && <p className={classes.caution}>{it.caution}</p>}
            </FoundIndex>
          ))}
        </ul>
      )}
    </section>
  );
}

function Unused({ advice }: { advice: IndexAdvice }) {
  const { unused, counting, waiting, countedOn } = advice;
  return (
    <section aria-label="Unused indexes">
      <h2 className={shared.title}>
        Unused <Sum found={unused.filter((it) => it.statements !== null)} />
      </h2>
      {!counting.on && (
        <p className={classes.unknown}>
          <strong>Unknown.</strong> {counting.because} {counting.turnOn} An index is called unused only after{' '}
          {unusedAfterDays} days of counting.
        </p>
      )}
      {counting.on && unused.length === 0 && (
        <p className={shared.quiet}>
          {countedOn === null
            ? `Uses have not been counted yet. An index is called unused only after ${unusedAfterDays} days of counting.`
            : waiting.count === 0
              ? 'None: each index that is not unique was used since counting began.'
              : 'None so far.'}
        </p>
      )}
      {unused.length > 0 && (
        <ul className={classes.list}>
          {unused.map((it: UnusedIndex) => (
            <FoundIndex
              key={`${it.schemaName}.${it.tableName}.${it.indexName}`}
              found={it}
              statements={it.statements}
            >
              <p>
                {it.usedAt === null ? 'No use in ' : 'No more use in '}
                {it.daysSeen} days of counting
                {it.usedAt !== null && (
                  <>
                    , after a last one by <Moment at={it.usedAt} shape="date" />
                  </>
                )}
                .
              </p>
              {it.neededFor !== null && (
                <p className={classes.caution}>
                  Needed for {it.neededFor}: the server would refuse to drop it.
                </p>
              )}
            </FoundIndex>
          ))}
        </ul>
      )}
      {counting.on && (
        <ul className={shared.notes}>
          {waiting.count > 0 && (
            <li>
              {waiting.count} more had no use so far, counted for {waiting.daysSeen} of {unusedAfterDays} days
              at most.
            </li>
          )}
          <li>
            Uses are those of this server alone: an index that only the reads of a replica need looks unused
            here. Days in which the server was restarted are not counted. Never named: unique indexes, which
            refuse rows whether read or not, and FULLTEXT and SPATIAL ones, whose uses are not counted.
          </li>
        </ul>
      )}
    </section>
  );
}

/** `3, 1.2 GiB` */
function Sum({ found }: { found: readonly { bytes: number | null }[] }) {
  const bytes = found.reduce((sum, it) => sum + (it.bytes ?? 0), 0);
  return (
    <span className={shared.quiet}>
      {found.length}
      {bytes > 0 && `, ${valueText(bytes, 'bytes')} to win`}
    </span>
  );
}
