import { useQuery } from '@tanstack/react-query';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import classes from './policies.module.css';
import { PolicyDifferences } from './policy-differences.tsx';

/** Each version with who saved it and what it changed, the newest first. */
export function PolicyVersions({ policy }: { policy: Policy }) {
  const answer = useQuery(calls.reports.policyVersions.queryOptions({ input: { policyId: policy.id } }));
  const versions = answer.data?.versions ?? [];
  return (
    <section className={classes.versions} aria-label="Versions">
      <h3>Versions</h3>
      {answer.isError && (
        <p className={classes.none} role="alert">
          {failureOf(answer.error).message}
        </p>
      )}
      <ol>
        {versions.map((version, index) => {
          const before = versions[index + 1];
          return (
            <li key={version.version}>
              <p className={classes.saved}>
                <strong>{version.version}</strong> <Moment at={version.savedAt} shape="stamp" /> by{' '}
                <StaffName account={version.savedBy} />
              </p>
              {before !== undefined ? (
                <PolicyDifferences before={before} after={version} />
              ) : (
                <p className={classes.none}>
                  {version.version === 1 ? 'The first' : 'Older versions are kept, and not listed here'}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
