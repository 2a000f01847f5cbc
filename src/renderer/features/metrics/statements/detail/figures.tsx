import type { ReactNode } from 'react';
import type { StatementRow } from '../../../../../contract/metrics/statements/values.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { changeSentence, countText, msText, shareText } from '../statement-words.ts';
import classes from './detail.module.css';

/** What it came to in the range. */
export function Figures({ statement: it }: { statement: StatementRow }) {
  const perCall = (count: number) => (it.calls === 0 ? '–' : valueText(count / it.calls, 'count'));
  return (
    <dl className={classes.figures} aria-label="Figures of the range">
      <Figure name="Time" value={msText(it.totalMs)} note={`${shareText(it.share)} of all`} />
      <Figure name="Calls" value={countText(it.calls)} note={valueText(it.callsPerSecond, 'per-second')} />
      <Figure
        name="Mean"
        value={msText(it.meanMs)}
        note={it.lockShare === 0 ? 'no table locks' : `${shareText(it.lockShare)} in table locks`}
      />
      <Figure
        name="Rows examined"
        value={countText(it.rowsExamined)}
        note={it.examinedPerRow === null ? 'none' : `${valueText(it.examinedPerRow, 'count')} for each given`}
      />
      <Figure name="Rows sent" value={countText(it.rowsSent)} note={`${perCall(it.rowsSent)} a call`} />
      <Figure
        name="Rows changed"
        value={countText(it.rowsAffected)}
        note={`${perCall(it.rowsAffected)} a call`}
      />
      <Figure
        name="Temporary tables"
        value={countText(it.tmpTables)}
        note={`${countText(it.tmpDiskTables)} on disk`}
        isBad={it.tmpDiskTables > 0}
      />
      <Figure name="Without an index" value={countText(it.noIndex)} note="calls" isBad={it.noIndex > 0} />
      <Figure name="Errors" value={countText(it.errors)} note="calls" isBad={it.errors > 0} />
      <div className={classes.wide}>
        <dt>Against the week before</dt>
        <dd>{changeSentence(it.change)}</dd>
      </div>
      <div className={classes.wide}>
        <dt>Seen</dt>
        <dd>
          first <Moment at={it.firstSeen} shape="stamp" />, last <Moment at={it.lastSeen} shape="stamp" />
        </dd>
      </div>
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: ReactNode;
  note: string;
  isBad?: boolean;
}

function Figure({ name, value, note, isBad = false }: FigureProps) {
  return (
    <div data-bad={isBad || undefined}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{value}</span> <span className={classes.note}>{note}</span>
      </dd>
    </div>
  );
}
