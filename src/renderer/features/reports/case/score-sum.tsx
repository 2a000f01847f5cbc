import type { ScoreTerm } from '../../../../contract/reports/case.ts';
import classes from './score-sum.module.css';

const names: Record<ScoreTerm['name'], string> = {
  danger: 'Danger',
  severity: 'Severity',
  reporters: 'Reporters',
  reach: 'Reach',
  age: 'Age',
};

const figure = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** Why the case stands where it stands: the terms of its score, and what they add up to. */
export function ScoreSum({ terms, score }: { terms: readonly ScoreTerm[]; score: number }) {
  return (
    <section className={classes.sum} aria-label="Score">
      <ol className={classes.terms}>
        {terms.map(({ name, points, why }) => (
          <li key={name} className={classes.term} data-name={name}>
            <span className={classes.points}>
              {figure.format(points)} <span className={classes.name}>{names[name]}</span>
            </span>
            <span className={classes.why}>{why}</span>
          </li>
        ))}
      </ol>
      <p className={classes.total}>
        <span className={classes.points}>{figure.format(score)}</span>
        <span className={classes.why}>points in all</span>
      </p>
    </section>
  );
}
