import { knownPlaceholders } from '../../../../../contract/reports/templates.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import classes from './template-field.module.css';

/** A template as it was written, with its placeholders marked: those that moderators fill stand out. */
export function PlaceholderText({ text }: { text: string }) {
  return (
    <p className={classes.template}>
      {text.split(/(\{[^{}\n]{1,60}\})/).map((part, at) => {
        // Parts have no name but their place, and never move.
        const key = `${at} ${part}`;
        const name = part.startsWith('{') ? part.slice(1, -1).trim() : null;
        if (name !== null) {
          const meaning = meaningOf(name);
          return (
            <mark
              key={key}
              data-open={meaning === null || undefined}
              title={meaning ?? 'The moderator fills it'}
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

/** What Caretaker puts in the place of a placeholder; null where the moderator does. */
export function meaningOf(name: string): string | null {
  return Object.hasOwn(knownPlaceholders, name)
    ? knownPlaceholders[name as keyof typeof knownPlaceholders]
    : null;
}
