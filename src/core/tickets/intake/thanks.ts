import { alongside, gestures, thankful } from './thanks-words.ts';

/** Who writes more than this says more than thanks. */
const longest = 300;

/**
 * Whether a message is a bare “thanks”, in whatever language: it asks nothing and says nothing that anyone would answer.
 * Every word of it has to be known as such, so that “thanks, but it still fails” is none. Names may stand where names do.
 */
export function isThanks(text: string): boolean {
  if (text.length > longest || /[?？؟;¿]/u.test(text.replace(/;-?\)/g, ''))) return false;
  const said = text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
  const left = wordsLeft(bare(said.replace(whoIsGreeted, ' ').replace(aName, ' ')));
  const whole = wordsLeft(bare(said));
  return [left, whole].some((it) => it.rest === '' && it.thanks);
}

/** A name after words of thanks, to the end: “Thanks, Mara!”, or below them: “Thanks\nMara”. */
const aName = /(?<=\p{L}[^\p{L}.!…。！]*\s|\n\s*)\p{Lu}[\p{Ll}\p{M}’'-]+[\s.!…]*$/u;

/** “Hello Mara,” at the beginning. */
const whoIsGreeted = /(?<=^\s*\p{L}+\s)\p{Lu}[\p{Ll}\p{M}’'-]+(?=\s*[,!\n])/u;

/** In small letters without signs, compatibility forms and colours of skin; one space between words. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f\u200b-\u200d]/gu, '')
    .replace(/[’'`´]/g, '')
    .replace(smilies, ' ')
    .replace(/[\p{P}\p{Sm}\p{Sk}\s]+/gu, ' ')
    .trim();
}

const smilies = /(?<=^|\s|\p{L}|\p{P})(?:[:;]-?[)d]|<3|\^\^|xd)(?=$|\s|\p{P})/gu;

interface Read {
  /** What is not known. */
  readonly rest: string;
  readonly thanks: boolean;
}

/** Takes known phrases off the beginning, the longest first, for as long as there are some. */
function wordsLeft(text: string): Read {
  let rest = text;
  let thanks = false;
  for (;;) {
    const phrase = phrases.find((it) => beginsWith(rest, it));
    if (phrase === undefined) return { rest, thanks };
    thanks ||= isThankful.has(phrase);
    rest = rest.slice(phrase.length).trimStart();
  }
}

/** Scripts without spaces, and gestures, go on at once. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{So}]$/u;

function beginsWith(text: string, phrase: string): boolean {
  if (!text.startsWith(phrase)) return false;
  const next = text[phrase.length];
  return (
    next === undefined || next === ' ' || unspaced.test(phrase) || /^\p{So}/u.test(text.slice(phrase.length))
  );
}

const isThankful = new Set([...thankful, ...gestures].map(bare));
const phrases = [...isThankful, ...new Set(alongside.map(bare))].sort((a, b) => b.length - a.length);
