import type { PlanProblem, PlanStep } from '../../../../../contract/metrics/statements/explained.ts';
import { countText } from '../statement-words.ts';
import classes from './detail.module.css';

const problemWords: Record<PlanProblem, string> = {
  'full-scan': 'reads the whole table',
  'full-index': 'reads the whole index',
  'no-key': 'uses no index, though there is one',
  filesort: 'sorts by itself',
  temporary: 'makes a temporary table',
  'join-buffer': 'joins without an index',
  'many-rows': 'reads many rows',
};

/** Each table in the order in which the server reads them, what is dear marked in words. */
export function PlanTable({ steps }: { steps: readonly PlanStep[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
    <section className={classes.planScroll} aria-label="Steps of the plan" tabIndex={0}>
      <table className={classes.planTable}>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Read by</th>
            <th scope="col">Index</th>
            <th scope="col" className={classes.right}>
              Rows
            </th>
            <th scope="col">Remarks</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
            <tr key={index}>
              <th scope="row">
                {step.table === '' ? '–' : step.table}
                <span className={classes.under}>{step.select.toLowerCase()}</span>
              </th>
              <td className="mono">
                {step.type === '' ? '–' : step.type}
                {step.ref !== '' && <span className={classes.under}>{step.ref}</span>}
              </td>
              <td className="mono">
                {step.key === '' ? '–' : step.key}
                {step.key === '' && step.possibleKeys !== '' && (
                  <span className={classes.under}>of {step.possibleKeys}</span>
                )}
              </td>
              <td className={classes.right}>
                {step.rows === null ? '–' : countText(step.rows)}
                {step.filtered !== null && step.filtered < 100 && (
                  <span className={classes.under}>{step.filtered.toFixed(0)}% left</span>
                )}
              </td>
              <td>
                {step.problems.map((problem) => (
                  <span key={problem} className={classes.problem}>
                    {problemWords[problem]}
                  </span>
                ))}
                {step.extra !== '' && <span className={classes.under}>{step.extra}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
