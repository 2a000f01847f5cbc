import type {
  SourceTrouble,
  StatementList,
  StatementSort,
} from '../../../../contract/metrics/statements/values.ts';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { columns, countText, msText, shareText } from './statement-words.ts';
import classes from './statements-view.module.css';

/** Where less of a range than this was read, it is said how much. */
const wellRead = 0.98;

/** What all statements came to, and what is missing in what is told. */
export function SourceStrip({ list, sort }: { list: StatementList; sort: StatementSort }) {
  const { all, seconds, covered, source, found } = list;
  const length = Math.min(covered.to, Date.now() / 1000) - covered.from;
  return (
    <div className={classes.strip}>
      {seconds > 0 && (
        <p>
          <strong>{msText(all.totalMs)}</strong> of all statements, {countText(all.calls)} calls;{' '}
          {countText(found)} {found === 1 ? 'kind' : 'kinds'}, by{' '}
          {columns.find((it) => it.sort === sort)?.label.toLowerCase()}
          {length > 0 && seconds < wellRead * length && (
            <span className={classes.gap}>
              {' '}
              Read for {shareText(seconds / length)} of the time: the rest is a gap.
            </span>
          )}
        </p>
      )}
      {source.unknown !== null && list.rows.length > 0 && (
        <p className={classes.warning}>
          <strong>Nothing newer is known.</strong> {source.unknown.why} {source.unknown.how}{' '}
          <Copy trouble={source.unknown} />
        </p>
      )}
      {source.partial !== null && (
        <p className={classes.warning}>
          <strong>Some kinds are not told apart.</strong> {source.partial.why} {source.partial.how}{' '}
          <Copy trouble={source.partial} />
        </p>
      )}
    </div>
  );
}

/** In the place of the list where nothing can be known. */
export function UnknownPanel({ trouble }: { trouble: SourceTrouble }) {
  return (
    <StatePanel kind="none-found" title="Unknown: the server does not tell">
      <p>{trouble.why}</p>
      <p>{trouble.how}</p>
      <Copy trouble={trouble} />
    </StatePanel>
  );
}

function Copy({ trouble: { copy } }: { trouble: SourceTrouble }) {
  if (copy === null) return null;
  return (
    <span className={classes.copy}>
      <code>{copy}</code>
      <CopyButton text={copy} label="Copy what to change" />
    </span>
  );
}
