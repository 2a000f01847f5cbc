/**
 * Text that strangers wrote, cut into what may be shown as it is and what must be shown by name: control
 * characters, direction overrides, invisible and look-alike spaces. Nothing is dropped and nothing rewritten.
 */
export type Piece =
  | { readonly kind: 'plain'; readonly text: string }
  /** `text` is the name to show, such as `U+202E`; `of` the character itself. */
  | { readonly kind: 'hidden'; readonly text: string; readonly of: string };

/** `line` is for names and single lines, where line breaks and unusual spaces matter too; `block` for writings. */
export type TextShape = 'line' | 'block';

// C0, C1, soft hyphen, Arabic and Mongolian marks, zero-width and direction marks, line separators, fillers, tags.
const alwaysHidden =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2028|\u2029|\u3164|\uffa0|[\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]/u;
const unusualSpace = /[\p{Zs}]/u;

const joiners = new Set(['\u200c', '\u200d']);
/** Scripts whose writing needs joiners. */
const joiningScript =
  /\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Gurmukhi}|\p{Script=Gujarati}|\p{Script=Oriya}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}|\p{Script=Khmer}|\p{Script=Mongolian}/u;
const emojiPart = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

export function visiblePieces(text: string, shape: TextShape): readonly Piece[] {
  const characters = [...text];
  const pieces: Piece[] = [];
  let plain = '';
  for (const [index, character] of characters.entries()) {
    if (isShownAsItIs(characters, index, shape)) {
      plain += character;
      continue;
    }
    if (plain !== '') pieces.push({ kind: 'plain', text: plain });
    plain = '';
    pieces.push({ kind: 'hidden', text: codePointName(character), of: character });
  }
  if (plain !== '') pieces.push({ kind: 'plain', text: plain });
  return pieces;
}

/** The text in one string, hidden characters named: for titles, labels and sorting by eye. */
export function visibleString(text: string): string {
  return visiblePieces(text, 'line')
    .map((piece) => (piece.kind === 'plain' ? piece.text : `[${piece.text}]`))
    .join('');
}

function isShownAsItIs(characters: readonly string[], index: number, shape: TextShape): boolean {
  const character = characters[index] ?? '';
  if (shape === 'block' && (character === '\n' || character === '\t' || character === '\r')) return true;
  if (joiners.has(character)) return joinsWell(characters[index - 1] ?? '', characters[index + 1] ?? '');
  if (alwaysHidden.test(character)) return false;
  if (shape === 'block' || !unusualSpace.test(character)) return true;
  // In a name a space is ordinary only between two other signs.
  return character === ' ' && index > 0 && index < characters.length - 1 && characters[index - 1] !== ' ';
}

function joinsWell(before: string, after: string): boolean {
  if (emojiPart.test(before) && emojiPart.test(after)) return true;
  return joiningScript.test(before) && (after === '' || joiningScript.test(after));
}

function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
