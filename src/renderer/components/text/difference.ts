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
  return joined(
    changes.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    })),
  );
}

/** Changes with nothing but a space between them are one: several words were written anew, not each by itself. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const made: Stretch[] = [];
  let [removed, added] = ['', ''];
  const close = () => {
    const both = /^(.*?)( *)$/s;
    const [, before = '', space = ''] = both.exec(removed) ?? [];
    const [, after = '', other = ''] = both.exec(added) ?? [];
    // A space that both end with is not part of the change.
    const isSame = space === other && space !== '';
    made.push(...(isSame ? wholly(before, after) : wholly(removed, added)));
    [removed, added] = ['', ''];
    return isSame ? space : '';
  };
  for (const { kind, text } of stretches) {
    const isSpace = kind === 'same' && removed + added !== '' && /^ +$/.test(text);
    if (kind === 'same' && !isSpace) {
      made.push({ kind, text: close() + text });
      continue;
    }
    if (kind !== 'added') removed += text;
    if (kind !== 'removed') added += text;
  }
  const space = close();
  return space === '' ? made : [...made, { kind: 'same', text: space }];
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
