import { DifferenceText } from '../../../../components/text/difference-text.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useMacroNames } from '../../../tickets/macros/use-macro-names.ts';
import classes from '../../reports/policies/policy-differences.module.css';
import { changedParts, type MacroText, macroParts, partWords } from './macro-draft.ts';

/** What changed from one state of a macro to another, part by part. */
export function MacroDifferences({ before, after }: { before: MacroText; after: MacroText }) {
  const names = useMacroNames();
  const parts = changedParts(before, after);
  if (parts.length === 0) return <p className={classes.none}>Nothing is different.</p>;
  return (
    <dl className={classes.parts}>
      {parts.map((part) => (
        <div key={part}>
          <dt>{macroParts[part]}</dt>
          <dd>
            {part === 'body' ? (
              <DifferenceText before={before.body} after={after.body} />
            ) : (
              <>
                <del>
                  <span className="unseen">before: </span>
                  <MemberText text={partWords(before, part, names)} />
                </del>{' '}
                <ins>
                  <span className="unseen">after: </span>
                  <MemberText text={partWords(after, part, names)} />
                </ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
