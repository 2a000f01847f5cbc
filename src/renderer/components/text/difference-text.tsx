import { differenceOf, folded, type Stretch } from './difference.ts';
import classes from './difference-text.module.css';
import { MemberText } from './member-text.tsx';

/** What became of a text that members may have written: what was removed struck through, what was added underlined. */
export function DifferenceText({ before, after }: { before: string; after: string }) {
  const stretches = folded(differenceOf(before, after));
  return (
    <div className={classes.text}>
      {stretches.map((stretch, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name but their place, and never move
        <Part key={at} stretch={stretch} />
      ))}
    </div>
  );
}

function Part({ stretch: { kind, text } }: { stretch: Stretch }) {
  const words = <MemberText text={text} shape="block" />;
  if (kind === 'same') return words;
  return kind === 'removed' ? (
    <del>
      <span className="unseen">removed: </span>
      {words}
    </del>
  ) : (
    <ins>
      <span className="unseen">added: </span>
      {words}
    </ins>
  );
}
