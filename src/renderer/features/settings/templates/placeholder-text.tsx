import { MemberText } from '../../../components/text/member-text.tsx';
import { meaningOf, type Placeholders } from './placeholders.ts';
import classes from './template-field.module.css';

/** A template as it was written, with its placeholders marked: those that people fill stand out. */
export function PlaceholderText({ text, placeholders }: { text: string; placeholders: Placeholders }) {
  return (
    <p className={classes.template}>
      {text.split(/(\{[^{}\n]{1,60}\})/).map((part, at) => {
        // Parts have no name but their place, and never move.
        const key = `${at} ${part}`;
        const name = part.startsWith('{') ? part.slice(1, -1).trim() : null;
        if (name !== null) {
          const meaning = meaningOf(name, placeholders);
          return (
            <mark
              key={key}
              data-open={meaning === null || undefined}
              title={meaning ?? `The ${placeholders.filledBy} fills it`}
            >
              {part}
            </mark>
          );
        }
        return part === '' ? null : <MemberText key={key} text={part} shape="block" />;
      })}
    </p>
  );
}
