import type { TrafficMonth, TrafficMonths } from '../../../../contract/metrics/traffic.ts';
import classes from './traffic-view.module.css';
import { countText, monthText, shareText, sizeText } from './traffic-words.ts';

/** Every month since the beginning, the latest first. */
export function MonthsTable({ months: { months, trend, unknown } }: { months: TrafficMonths }) {
  const most = Math.max(1, ...months.map((month) => month.requests ?? 0));
  return (
    <>
      <p className={classes.trend}>
        By the whole months of the last twelve, the number of requests <strong>{trend}</strong>.
      </p>
      {unknown !== null && <p className={classes.warning}>{unknown}</p>}
      {months.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        <section className={classes.scroll} aria-label="Totals by month" tabIndex={0}>
          <table className={classes.months}>
            <thead>
              <tr>
                <th scope="col">Month</th>
                <th scope="col" colSpan={2}>
                  Requests
                </th>
                <th scope="col" title="By day, so that months of 28 and 31 days compare">
                  on the month before
                </th>
                <th scope="col" title="By day, against the same month a year earlier">
                  on the year before
                </th>
                <th scope="col">Pageviews</th>
                <th scope="col">Errors per million</th>
                <th scope="col">Sign-ups</th>
                <th scope="col">Deletions</th>
                <th scope="col">Members</th>
                <th scope="col">Active a day</th>
                <th scope="col">Messages</th>
              </tr>
            </thead>
            <tbody>
              {months.toReversed().map((month) => (
                <Row key={month.month} month={month} most={most} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function Row({ month, most }: { month: TrafficMonth; most: number }) {
  const { requests, errors, days, whole } = month;
  return (
    <tr>
      <th scope="row">
        {monthText(month.month)}
        {!whole && (
          <span className={classes.part} title="Not all of its hours are told: compared by what a day has">
            {days} {days === 1 ? 'day' : 'days'}
          </span>
        )}
      </th>
      <td>{sizeText(requests)}</td>
      <td className={classes.barCell} aria-hidden>
        <span
          className={classes.bar}
          data-part={!whole || undefined}
          style={{ width: `${(100 * (requests ?? 0)) / most}%` }}
        />
      </td>
      <td>{shareText(month.onMonth)}</td>
      <td>{shareText(month.onYear)}</td>
      <td>{sizeText(month.pageviews)}</td>
      <td>
        {requests === null || errors === null || requests === 0 ? '–' : countText((1e6 * errors) / requests)}
      </td>
      <td>{countText(month.signUps)}</td>
      <td>{countText(month.deleted)}</td>
      <td>{countText(month.members)}</td>
      <td>{countText(month.active)}</td>
      <td>{sizeText(month.messages)}</td>
    </tr>
  );
}
