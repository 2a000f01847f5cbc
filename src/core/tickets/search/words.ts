import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { foldText } from '../../members/keys/name.ts';
import { nicknamesOf } from '../../members/nicknames.ts';

/** How long a word is kept, in characters; what is typed is cut alike. */
export const wordLength = 24;
/** Of one text so many words are kept, its first ones. */
export const wordsMost = 2000;

const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const stretchPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}]*/gu;
const wordPattern = new RegExp(
  String.raw`(?<unspaced>(?:[${unspaced}]\p{M}*)+)|(?:(?![${unspaced}])[\p{L}\p{N}\p{M}])+`,
  'gu',
);

/**
 * The words of a text, each once, as the index has them: letters and digits of any script, without case, accents and
 * compatibility forms. Scripts that put no spaces between words are taken in pairs of characters, each with the one
 * after it.
 */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const { words: ofStretch } of stretchesOf(text)) {
    for (const { word } of ofStretch) {
      if (words.size === wordsMost) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

/** What stands between spaces and signs. */
export interface Stretch {
  /** From where in the text. */
  readonly start: number;
  readonly text: string;
  /** As it is compared. */
  readonly folded: string;
  /** Its words, and from where in `folded`. */
  readonly words: readonly { readonly word: string; readonly at: number }[];
}

/** The stretches of a text, one after the other. */
export function* stretchesOf(text: string): Generator<Stretch> {
  for (const { 0: stretch, index } of text.matchAll(stretchPattern)) {
    // Most of what is written needs no more than this.
    if (/^[a-z\d]+$/i.test(stretch)) {
      const folded = stretch.toLowerCase();
      yield { start: index, text: stretch, folded, words: [{ word: cutWord(folded), at: 0 }] };
    } else {
      const folded = foldText(stretch);
      yield { start: index, text: stretch, folded, words: wordsOfFolded(folded) };
    }
  }
}

function wordsOfFolded(folded: string): Stretch['words'] {
  return [...folded.matchAll(wordPattern)].flatMap(({ 0: run, index, groups }) =>
    groups?.unspaced === undefined ? [{ word: cutWord(run), at: index }] : pairsOf(run, index),
  );
}

function cutWord(word: string): string {
  return word.length <= wordLength ? word : [...word].slice(0, wordLength).join('');
}

/** Each character begins a pair, the last one stands alone: so that it is found by itself as well. */
function pairsOf(run: string, start: number): Stretch['words'] {
  const characters = [...run];
  let at = start;
  return characters.map((character, i) => {
    const pair = { word: character + (characters[i + 1] ?? ''), at };
    at += character.length;
    return pair;
  });
}

/** So many words go into a statement. */
const rowsMost = 500;

/**
 * Puts the words of texts into the index: of a new ticket its subject, the name and nickname of who wrote, and the address
 * of who has no account; of a new message its text. In one order everywhere, so that no two wait for each other.
 */
export async function addWords(trx: Trx, ticketId: string, ...texts: readonly string[]): Promise<void> {
  await insertWords(trx, ticketId, new Set(texts.flatMap(wordsOf)));
}

async function insertWords(trx: Trx, ticketId: string, words: ReadonlySet<string>): Promise<void> {
  for (const some of inParts(words)) {
    await learn(trx, some);
    await trx
      .insertInto('caretaker.ticket_word')
      .ignore()
      .values(some.map((word) => ({ ticket_id: idValue(ticketId), word })))
      .execute();
  }
}

/** Most words are known: to look first locks none of them. */
async function learn(trx: Trx, words: readonly string[]): Promise<void> {
  const rows = await trx
    .selectFrom('caretaker.ticket_vocabulary')
    .select('word')
    .where('word', 'in', words)
    .execute();
  const known = new Set(rows.map(({ word }) => word));
  const news = words.filter((word) => !known.has(word));
  if (news.length === 0) return;
  await trx
    .insertInto('caretaker.ticket_vocabulary')
    .ignore()
    .values(news.map((word) => ({ word })))
    .execute();
}

async function removeWords(trx: Trx, ticketId: string, words: ReadonlySet<string>): Promise<void> {
  for (const some of inParts(words)) {
    await trx
      .deleteFrom('caretaker.ticket_word')
      .where('ticket_id', '=', idValue(ticketId))
      .where('word', 'in', some)
      .execute();
  }
}

function inParts(words: ReadonlySet<string>): string[][] {
  const sorted = [...words].sort();
  return Array.from({ length: Math.ceil(sorted.length / rowsMost) }, (_, i) =>
    sorted.slice(i * rowsMost, (i + 1) * rowsMost),
  );
}

/** So many messages are read at once. */
const messagesAtOnce = 200;

/**
 * Makes the words of a ticket anew, of all that stands in it now: for when a message was withdrawn, moved to or from it, or
 * its subject changed. The ticket is locked by then. Of a
 * member's nicknames only the present one can be told.
 */
export async function reindex(trx: Trx, ticketId: string): Promise<void> {
  const wanted = await wordsOfTicket(trx, ticketId);
  const rows = await trx
    .selectFrom('caretaker.ticket_word')
    .select('word')
    .where('ticket_id', '=', idValue(ticketId))
    .execute();
  const present = new Set(rows.map(({ word }) => word));
  await removeWords(trx, ticketId, besides(present, wanted));
  await insertWords(trx, ticketId, besides(wanted, present));
}

function besides(words: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...words].filter((word) => !others.has(word)));
}

async function wordsOfTicket(trx: Trx, ticketId: string): Promise<Set<string>> {
  const ticket = await trx
    .selectFrom('caretaker.ticket')
    .select(['subject', 'name', 'email', 'member_id'])
    .where('id', '=', idValue(ticketId))
    .executeTakeFirst();
  const { subject = '', name = '', email = '', member_id: member = null } = ticket ?? {};
  const nicknames = await nicknamesOf(trx, {}, member === null ? [] : [member]);
  const words = new Set([subject, name, email ?? '', ...nicknames.values()].flatMap(wordsOf));
  let after = '0';
  for (;;) {
    const messages = await trx
      .selectFrom('caretaker.ticket_message')
      .select(['id', 'name', 'body', 'withdrawn'])
      .where('ticket_id', '=', idValue(ticketId))
      .where('id', '>', idValue(after))
      .orderBy('id')
      .limit(messagesAtOnce)
      .execute();
    for (const { name: nickname, body, withdrawn } of messages) {
      if (withdrawn) continue;
      for (const word of [nickname ?? '', body].flatMap(wordsOf)) words.add(word);
    }
    after = messages.at(-1)?.id ?? after;
    if (messages.length < messagesAtOnce) return words;
  }
}
