import { MemberText } from '../../../../components/text/member-text.tsx';
import classes from './message-field.module.css';

/** A message with what is still open in it marked: `{…}`. */
export function TemplateText({ text }: { text: string }) {
  return (
    <p className={classes.text}>
      {text.split(/(\{[^{}\n]{1,60}\})/).map((part, at) => {
        // Parts have no name but their place, and never move.
        const key = `${at} ${part}`;
        if (part.startsWith('{')) return <mark key={key}>{part}</mark>;
        return part === '' ? null : <MemberText key={key} text={part} shape="block" />;
      })}
    </p>
  );
}
