import type { Estimate, FittedLaw } from '../../../../../contract/metrics/headroom/law.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import shared from '../headroom.module.css';
import { parameterText, shareText } from '../headroom-words.ts';

/** α, β and γ with their intervals, and what each means. */
export function Parameters({ law }: { law: FittedLaw }) {
  const rows = [
    {
      sign: 'α',
      name: 'contention',
      of: law.alpha,
      means: `${shareText(law.alpha.value)} of the work has to queue: what only one session does at a time, such as a log or a hot row.`,
    },
    {
      sign: 'β',
      name: 'coherency',
      of: law.beta,
      means:
        law.beta.low > 0
          ? 'What each session costs each other one, such as pages and locks that go from core to core. It is what makes throughput fall.'
          : 'What each session costs each other one. It cannot be told from 0 here: the range has too few busy times for it.',
    },
    {
      sign: 'γ',
      name: 'one session',
      of: law.gamma,
      means: `What one session alone does: ${valueText(law.gamma.value, 'per-second')}.`,
    },
  ];
  return (
    <>
      <h2 className={shared.title}>
        X(N) = γN / (1 + α(N−1) + βN(N−1)), fitted to {law.points} points up to N ={' '}
        {Number(law.largestN.toPrecision(3))}
      </h2>
      <table className={shared.table}>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col" className={shared.number}>
              Value
            </th>
            <th scope="col" className={shared.number}>
              Interval of 95%
            </th>
            <th scope="col">What it means</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ sign, name, of, means }) => (
            <tr key={sign}>
              <th scope="row">
                {sign} <span className={shared.quiet}>{name}</span>
              </th>
              <td className={shared.number}>{parameterText(of.value)}</td>
              <td className={shared.number}>{intervalText(of)}</td>
              <td>{means}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={shared.quiet}>Residual standard error: {valueText(law.residualSe, 'per-second')}.</p>
    </>
  );
}

function intervalText({ low, high }: Estimate): string {
  return `${parameterText(low)} to ${parameterText(high)}`;
}
