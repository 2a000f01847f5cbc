import classes from './member-text.module.css';
import { type Piece, type TextShape, visiblePieces } from './visible-text.ts';

/**
 * Text that a member wrote: as text only, its direction kept to itself, hidden characters shown by name. Never
 * markup, never a link. `mark` is how many of its first UTF-16 units matched a search.
 */
export function MemberText({
  text,
  shape = 'line',
  mark = 0,
}: {
  text: string;
  shape?: TextShape;
  mark?: number;
}) {
  const pieces = visiblePieces(text, shape);
  const [matched, rest] = mark > 0 ? splitAt(pieces, mark) : [[], pieces];
  return (
    <bdi className={shape === 'block' ? classes.block : classes.line}>
      {matched.length > 0 && (
        <mark className={classes.match}>
          <Pieces pieces={matched} />
        </mark>
      )}
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
