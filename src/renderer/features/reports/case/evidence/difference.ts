import { diffWordsWithSpace } from 'diff';

/** A stretch of two texts: in both, only in the earlier, or only in the later. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** How long two texts are compared word by word, in milliseconds, before they are shown one after the other. */
const patience = 150;
/** How much of what is the same stays before and after a change, in characters. */
const around = 60;

/** What became of a text, word by word. The stretches that are not `added` make up `before`, the others `after`. */
export function differenceOf(before: string, after: string): Stretch[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const changes = diffWordsWithSpace(before, after, { timeout: patience });
  if (changes === undefined) return wholly(before, after);
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Shortens what is the same to a few words around each change, with `…` for what was left out. */
export function folded(stretches: readonly Stretch[]): Stretch[] {
  return stretches.map((stretch, at) => {
    if (stretch.kind !== 'same') return stretch;
    const head = at === 0 ? '' : upToSpace(stretch.text.slice(0, around));
    const tail = at === stretches.length - 1 ? '' : fromSpace(stretch.text.slice(-around));
    const isShort = stretch.text.length <= head.length + tail.length + around;
    return isShort ? stretch : { kind: 'same', text: `${head}…${tail}` };
  });
}

function wholly(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return stretches.filter(({ text }) => text !== '');
}

/** Cut after the last space, so that no word is halved; of one long word no half of a sign stays. */
function upToSpace(text: string): string {
  return text.includes(' ') ? text.slice(0, text.lastIndexOf(' ') + 1) : text.replace(/[\uD800-\uDBFF]$/, '');
}

function fromSpace(text: string): string {
  return text.includes(' ') ? text.slice(text.indexOf(' ')) : text.replace(/^[\uDC00-\uDFFF]/, '');
}
