import { useState } from 'react';
import type { CaseReport } from '../../../../contract/reports/case.ts';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { MemberLink } from './member-link.tsx';
import classes from './reporters.module.css';

/** How many show at first. */
const few = 5;

/** Who reported it, why, and how right each has been so far. */
export function Reporters({ row, reports }: { row: CaseRow; reports: readonly CaseReport[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? reports : reports.slice(0, few);
  const earlier = row.reports - reports.length;
  return (
    <section className={classes.part} aria-label="Reporters">
      <h3>
        Reported by
        <span className={classes.count}>{row.reporters}</span>
      </h3>
      <ul>
        {shown.map((report) => (
          <Row key={report.reportId} report={report} />
        ))}
      </ul>
      {shown.length < reports.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show {reports.length - shown.length} more
        </button>
      )}
      {all && earlier > 0 && <p className={classes.quiet}>and {earlier} earlier ones, which are counted.</p>}
    </section>
  );
}

function Row({ report }: { report: CaseReport }) {
  const { reporterId, reporter, right, wrong, weight, reason, note, at } = report;
  const percent = Math.round(weight * 100);
  return (
    <li className={classes.row}>
      <p className={classes.line}>
        <MemberLink id={reporterId} name={reporter} />
        <span className={classes.record} title={`Believed as ${percent} of 100 for that`}>
          <span className={classes.bar} aria-hidden>
            <span style={{ width: `${percent}%` }} />
          </span>
          {recordWords(right, wrong)}
        </span>
        <Moment at={at} shape="relative" />
      </p>
      <p className={classes.reason}>
        <MemberText text={plainWords(reason)} />
        {note !== null && note !== '' && (
          <>
            {': '}
            <MemberText text={note} shape="block" />
          </>
        )}
      </p>
    </li>
  );
}

function recordWords(right: number, wrong: number): string {
  return right + wrong === 0 ? 'first report' : `${right} right, ${wrong} wrong`;
}
