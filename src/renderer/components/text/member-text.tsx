import { Fragment } from 'react';
import classes from './member-text.module.css';
import { type Piece, type TextShape, visiblePieces } from './visible-text.ts';

/** A part of a text, in its UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/**
 * Text that a member wrote: as text only, its direction kept to itself, hidden characters shown by name. Never
 * markup, never a link. `mark` is the part of it that a search found, or the parts, in order.
 */
export function MemberText({
  text,
  shape = 'line',
  mark = [],
}: {
  text: string;
  shape?: TextShape;
  mark?: Stretch | readonly Stretch[] | undefined;
}) {
  const marks = 'length' in mark && 'start' in mark ? [mark] : mark;
  let rest = visiblePieces(text, shape);
  let at = 0;
  const parts = marks.map(({ start, length }) => {
    const [before, from] = splitAt(rest, start - at);
    const [matched, after] = splitAt(from, length);
    rest = after;
    at = start + length;
    return { start, before, matched };
  });
  return (
    <bdi className={shape === 'block' ? classes.block : classes.line}>
      {parts.map(({ start, before, matched }) => (
        <Fragment key={start}>
          <Pieces pieces={before} />
          {matched.length > 0 && (
            <mark className={classes.match}>
              <Pieces pieces={matched} />
            </mark>
          )}
        </Fragment>
      ))}
      <Pieces pieces={rest} />
    </bdi>
  );
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  let at = 0;
  return pieces.map((piece) => {
    const key = at;
    at += 1;
    return piece.kind === 'plain' ? (
      <span key={key}>{piece.text}</span>
    ) : (
      <span key={key} className={classes.hidden} title={`Hidden character ${piece.text}`}>
        {piece.text}
      </span>
    );
  });
}

/** Splits after `units` UTF-16 units of the original text. */
function splitAt(pieces: readonly Piece[], units: number): [Piece[], Piece[]] {
  const before: Piece[] = [];
  const after: Piece[] = [];
  let left = units;
  for (const piece of pieces) {
    const length = piece.kind === 'plain' ? piece.text.length : piece.of.length;
    if (left >= length) before.push(piece);
    else if (left <= 0 || piece.kind === 'hidden') after.push(piece);
    else {
      before.push({ kind: 'plain', text: piece.text.slice(0, left) });
      after.push({ kind: 'plain', text: piece.text.slice(left) });
    }
    left -= length;
  }
  return [before, after];
}
