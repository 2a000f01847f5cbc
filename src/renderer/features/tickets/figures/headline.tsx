import type { Figures, Spread } from '../../../../contract/tickets/figures.ts';
import { countText, minutesText, satisfied, shareText } from './figure-words.ts';
import classes from './figures.module.css';

/** What a range comes to, at a glance. */
export function Headline({ figures }: { figures: Figures }) {
  const { opened, solved, first, solution, ratings } = figures;
  const rated = satisfied(ratings);
  return (
    <dl className={classes.headline}>
      <Tile name="Opened" value={countText(opened)} note={`${countText(solved)} solved`} />
      <Tile name="First answer, median" value={minutesText(first.median)} note={spreadNote(first)} />
      <Tile name="Solution, median" value={minutesText(solution.median)} note={spreadNote(solution)} />
      <Tile
        name="Within target"
        value={shareText(first.within)}
        note={`first answers; ${shareText(solution.within)} of solutions`}
      />
      <Tile
        name="Content with the answer"
        value={shareText(rated.share)}
        note={rated.count === 0 ? 'nobody rated' : `rated 4 or 5, of ${countText(rated.count)}`}
      />
    </dl>
  );
}

function spreadNote({ count, p90 }: Spread): string {
  return count === 0 ? 'none yet' : `nine in ten within ${minutesText(p90)}`;
}

function Tile({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div className={classes.tile}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{value}</span>
        <span className={classes.note}>{note}</span>
      </dd>
    </div>
  );
}
