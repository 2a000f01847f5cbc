import type { Figures } from '../../../../contract/tickets/figures.ts';
import { countText, minutesText, shareText, stepText } from './figure-words.ts';
import classes from './figures.module.css';

/** What the charts show, in numbers. */
export function StepsTable({ figures: { days, step } }: { figures: Figures }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
    <section className={classes.scroll} aria-label="Figures by step" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{step === 'day' ? 'Day' : step === 'week' ? 'Week from' : 'Month'}</th>
            <th scope="col">Opened</th>
            <th scope="col">Solved</th>
            <th scope="col">First answer, median</th>
            <th scope="col">nine in ten</th>
            <th scope="col">in target</th>
            <th scope="col">Solution, median</th>
            <th scope="col">nine in ten</th>
            <th scope="col">in target</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((it) => (
            <tr key={it.day}>
              <th scope="row">{stepText(it.day, step)}</th>
              <td>{countText(it.opened)}</td>
              <td>{countText(it.solved)}</td>
              <td>{minutesText(it.first.median)}</td>
              <td>{minutesText(it.first.p90)}</td>
              <td>{shareText(it.first.within)}</td>
              <td>{minutesText(it.solution.median)}</td>
              <td>{minutesText(it.solution.p90)}</td>
              <td>{shareText(it.solution.within)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
