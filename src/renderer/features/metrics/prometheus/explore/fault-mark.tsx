import type { Failure } from '../../../../transport/failure.ts';
import classes from '../prometheus.module.css';

/** Why an expression cannot be evaluated and, where the server named the place, that place in its line. */
export function FaultMark({ expression, failure }: { expression: string; failure: Failure }) {
  const place = placeOf(failure.issues[0]?.path ?? '');
  const line = place === null ? undefined : expression.split('\n')[place.line - 1];
  return (
    <div className={classes.fault} role="alert">
      <p>{failure.message}</p>
      {place !== null && line !== undefined && (
        // What it shows is said in the sentence.
        <pre aria-hidden>
          {line}
          {'\n'}
          {' '.repeat(Math.min(place.column - 1, line.length))}^
        </pre>
      )}
    </div>
  );
}

/** `expression:1:8`, as the core names a place in it. */
export function placeOf(path: string): { line: number; column: number } | null {
  const found = /^expression:(\d+):(\d+)$/.exec(path);
  return found === null ? null : { line: Number(found[1]), column: Number(found[2]) };
}
