import { CopyButton } from '../../../../components/text/copy-button.tsx';
import { gapBefore, plainSql, sqlLines } from './sql-lines.ts';
import classes from './sql-text.module.css';

/** A statement as it is read best: over several lines, its words, names and places of values told apart. */
export function SqlText({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.sql}>
      <CopyButton text={plainSql(text)} label={label} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too */}
      <section tabIndex={0} aria-label="The text of the statement">
        <pre>
          {sqlLines(text).map(({ indent, parts }, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name
            <span key={row} className={classes.line} style={{ paddingLeft: `${2 * indent}ch` }}>
              {parts.map((part, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor has a piece of it
                <span key={at} data-kind={part.kind}>
                  {gapBefore(parts[at - 1], part)}
                  {part.text}
                </span>
              ))}
              {'\n'}
            </span>
          ))}
        </pre>
      </section>
    </div>
  );
}

/** A text to be copied as it is. */
export function CopiedText({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.sql}>
      <CopyButton text={text} label={label} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too */}
      <section tabIndex={0} aria-label={label.replace(/^Copy /, '')}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
