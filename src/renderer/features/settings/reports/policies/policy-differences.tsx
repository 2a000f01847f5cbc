import { changedParts, type PolicyDraft, policyParts } from '../../../../../contract/reports/policies.ts';
import { DifferenceText } from '../../../../components/text/difference-text.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import classes from './policy-differences.module.css';
import { longParts, partWords } from './policy-words.ts';

/** What changed from one state of a policy to another, part by part. */
export function PolicyDifferences({ before, after }: { before: PolicyDraft; after: PolicyDraft }) {
  const parts = changedParts(before, after);
  if (parts.length === 0) return <p className={classes.none}>Nothing is different.</p>;
  return (
    <dl className={classes.parts}>
      {parts.map((part) => (
        <div key={part}>
          <dt>{policyParts[part]}</dt>
          <dd>
            {longParts.includes(part) ? (
              <DifferenceText before={partWords(before, part)} after={partWords(after, part)} />
            ) : (
              <>
                <del>
                  <span className="unseen">before: </span>
                  <MemberText text={partWords(before, part)} />
                </del>{' '}
                <ins>
                  <span className="unseen">after: </span>
                  <MemberText text={partWords(after, part)} />
                </ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
