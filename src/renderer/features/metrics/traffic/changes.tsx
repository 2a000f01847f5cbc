import type { TrafficChange, TrafficOverview } from '../../../../contract/metrics/traffic.ts';
import { Moment } from '../../../components/text/moment.tsx';
import classes from './traffic-view.module.css';
import { changeText, kindOf, measureLabel, measureText } from './traffic-words.ts';

interface ChangesProps {
  overview: TrafficOverview;
  /** Shows the service, from some hours before the change on. */
  onShow: (change: TrafficChange) => void;
}

/** What differs most in the last day from the same day a week earlier, and what was deployed right before. */
export function Changes({ overview: { changes, unknown }, onShow }: ChangesProps) {
  return (
    <section className={classes.block} aria-label="What changed">
      <h2>What changed in the last 24 hours, against a week earlier</h2>
      {changes === null ? (
        <p className={classes.quiet}>
          Unknown: {unknown ?? 'the site’s traffic_hour has nothing of the week before.'}
        </p>
      ) : changes.length === 0 ? (
        <p className={classes.quiet}>Nothing by a tenth or more.</p>
      ) : (
        <ol className={classes.changes}>
          {changes.map((change) => (
            <li key={`${change.service} ${change.measure}`}>
              <Change change={change} onShow={() => onShow(change)} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Change({ change, onShow }: { change: TrafficChange; onShow: () => void }) {
  const { service, now, before, since, deploy } = change;
  return (
    <>
      <button
        type="button"
        className={classes.show}
        onClick={onShow}
        title="Show this service around the change"
      >
        {service}
      </button>{' '}
      {measureLabel(change)} <strong>{kindOf(change) ?? changeText(now, before)}</strong>{' '}
      <span className={classes.was}>
        {measureText(change, before)} → {measureText(change, now)}
      </span>
      {since !== null && (
        <>
          , since <Moment at={since} shape="stamp" />
        </>
      )}
      {deploy !== null && (
        <span className={classes.deploy}>
          after deploy {deploy.label}, <Moment at={new Date(deploy.at * 1000).toISOString()} shape="time" />
        </span>
      )}
    </>
  );
}
