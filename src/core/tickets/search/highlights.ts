import type { Highlight } from '../../../contract/tickets/search.ts';
import { foldText } from '../../members/keys/name.ts';
import { type Stretch, stretchesOf } from './words.ts';

/** A text of a ticket in which what was typed may stand. */
export interface Searched {
  readonly where: Highlight['where'];
  readonly text: string;
}

type Mark = Highlight['marks'][number];

/** At most so many pieces of messages for a ticket. */
const piecesMost = 2;
/** How long a piece of a message is, and how much of it stands before the first mark, in code units. */
const pieceLength = 180;
const lead = 40;

/**
 * The best stretches of a ticket's texts with what was typed marked: subject and names as a whole, of its messages, the
 * best first, as many pieces as it takes to show each of the words, two at the most.
 */
export function highlightsOf(texts: readonly Searched[], typed: readonly string[]): Highlight[] {
  const marked = texts
    .map((it) => ({ ...it, marks: marksIn(it.text, typed) }))
    .filter(({ marks }) => marks.length > 0);
  const whole = marked.filter(({ where }) => where === 'subject' || where === 'name');
  const found = whole.map(({ where, text, marks }) => ({ where, text: inOneLine(text), marks }));
  const shown = new Set(whole.flatMap(({ text }) => wordsShown(text, typed)));
  const left = marked
    .filter((it) => !whole.includes(it))
    .map(({ where, text, marks }) => ({ where, ...pieceOf(text, marks) }));
  for (let count = 0; count < piecesMost; count += 1) {
    const news = left.map(({ text }) => wordsShown(text, typed).filter((word) => !shown.has(word)));
    const best = news.reduce((at, words, i) => (words.length > (news[at]?.length ?? 0) ? i : at), 0);
    const [piece] = left.splice(best, 1);
    // The first piece is shown for its context, the second where it shows what did not yet stand there.
    if (!piece || (found.length > 0 && news[best]?.length === 0)) break;
    found.push(piece);
    for (const word of news[best] ?? []) shown.add(word);
  }
  return found;
}

/** Where in the text words begin with what was typed, in order, none over another. */
export function marksIn(text: string, typed: readonly string[]): Mark[] {
  const marks: Mark[] = [];
  for (const stretch of stretchesOf(text)) {
    for (const { word, at } of stretch.words) {
      const length = Math.max(0, ...typed.filter((it) => word.startsWith(it)).map((it) => it.length));
      if (length > 0) addMark(marks, markIn(stretch, at, at + length));
    }
  }
  return marks;
}

function addMark(marks: Mark[], mark: Mark): void {
  const last = marks.at(-1);
  if (last && mark.start <= last.end && mark.end >= last.start) {
    last.end = Math.max(last.end, mark.end);
  } else marks.push(mark);
}

function wordsShown(text: string, typed: readonly string[]): string[] {
  const words = [...stretchesOf(text)].flatMap((it) => it.words.map(({ word }) => word));
  return typed.filter((it) => words.some((word) => word.startsWith(it)));
}

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The letters of the stretch that became this part of its folded form; all of it where that cannot be told. */
function markIn({ start, text, folded }: Stretch, from: number, to: number): Mark {
  if (text.length === folded.length && /^[a-z\d]+$/i.test(text))
    return { start: start + from, end: start + to };
  let at = 0;
  let first: number | null = null;
  for (const { segment, index } of letters.segment(text)) {
    const letter = foldText(segment);
    if (!folded.startsWith(letter, at)) break;
    at += letter.length;
    if (at > from) first ??= start + index;
    if (at >= to) return { start: first ?? start, end: start + index + segment.length };
  }
  return whole(start, text);
}

function whole(start: number, text: string): Mark {
  return { start, end: start + text.length };
}

/** The piece of a text in which most marks stand, by whole words where it can be. */
function pieceOf(text: string, marks: readonly Mark[]): { text: string; marks: Mark[] } {
  const within = (first: Mark) =>
    marks.filter((it) => it.start >= first.start && it.end <= first.start + pieceLength - lead);
  const best = marks.reduce(
    (a, b) => (within(b).length > within(a).length ? b : a),
    marks[0] ?? whole(0, ''),
  );
  const start = Math.min(best.start, wordStart(text, best.start - lead));
  const end = Math.max(best.end, wordEnd(text, start + pieceLength));
  const before = start > 0 ? '… ' : '';
  const shift = before.length - start;
  return {
    text: `${before}${inOneLine(text.slice(start, end))}${end < text.length ? ' …' : ''}`,
    marks: marks
      .filter((it) => it.start >= start && it.end <= end)
      .map((it) => ({ start: it.start + shift, end: it.end + shift })),
  };
}

/** How far a cut moves to fall between words. */
const reach = 20;

function wordStart(text: string, near: number): number {
  if (near <= 0) return 0;
  const space = text.slice(near, near + reach).search(/\s/);
  return space < 0 ? betweenLetters(text, near) : near + space + 1;
}

function wordEnd(text: string, near: number): number {
  if (near >= text.length) return text.length;
  const space = text.slice(near, near + reach).search(/\s/);
  return space < 0 ? betweenLetters(text, near) : near + space;
}

/** The place itself, or where the letter begins in the midst of which it is. */
function betweenLetters(text: string, place: number): number {
  const from = Math.max(0, place - reach);
  const around = letters.segment(text.slice(from, place + reach)).containing(place - from);
  return from + (around?.index ?? 0);
}

/** Of the same length. */
function inOneLine(text: string): string {
  return text.replace(/\s/g, ' ');
}
