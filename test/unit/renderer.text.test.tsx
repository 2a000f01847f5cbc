import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from '../../src/renderer/components/initials.tsx';
import { matchedPrefix } from '../../src/renderer/components/text/matched-prefix.ts';
import { MemberText } from '../../src/renderer/components/text/member-text.tsx';
import { visiblePieces, visibleString } from '../../src/renderer/components/text/visible-text.ts';

const hiddenIn = (text: string, shape: 'line' | 'block' = 'line') =>
  visiblePieces(text, shape)
    .filter((piece) => piece.kind === 'hidden')
    .map((piece) => piece.text);

describe('what a member wrote', () => {
  it('is never markup', () => {
    const html = renderToStaticMarkup(
      <MemberText text={'<img src=x onerror=alert(1)><a href="//x">y</a>'} />,
    );
    expect(html).not.toMatch(/<(img|a)\b/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('keeps its direction to itself', () => {
    expect(renderToStaticMarkup(<MemberText text="שלום" />)).toMatch(/^<bdi/);
  });

  it('shows characters that would hide or turn round what stands beside them', () => {
    expect(hiddenIn('ad\u202emin')).toEqual(['U+202E']);
    expect(hiddenIn('ad\u200bmin')).toEqual(['U+200B']);
    expect(hiddenIn('ad\u00admin')).toEqual(['U+00AD']);
    expect(hiddenIn('a\u0000b\u001b')).toEqual(['U+0000', 'U+001B']);
    expect(hiddenIn('\u{e0061}x')).toEqual(['U+E0061']);
    expect(hiddenIn('\ud800')).toEqual(['U+D800']);
    expect(hiddenIn('\u3164')).toEqual(['U+3164']);
  });

  it('shows a joiner that joins nothing, and leaves those that emoji and scripts need', () => {
    expect(hiddenIn('a\u200db')).toEqual(['U+200D']);
    expect(hiddenIn('👩\u200d💻')).toEqual([]);
    expect(hiddenIn('می\u200cخواهم')).toEqual([]);
  });

  it('shows spaces that make two names look like one, in a name', () => {
    expect(hiddenIn(' admin')).toEqual(['U+0020']);
    expect(hiddenIn('admin ')).toEqual(['U+0020']);
    expect(hiddenIn('ad\u00a0min')).toEqual(['U+00A0']);
    expect(hiddenIn('Ada Moreau')).toEqual([]);
  });

  it('keeps line breaks in a writing and shows them in a name', () => {
    expect(hiddenIn('one\ntwo', 'block')).toEqual([]);
    expect(hiddenIn('one\ntwo')).toEqual(['U+000A']);
  });

  it('loses nothing, whatever it is', () => {
    const text = 'a\u202eb \u200b👩\u200d💻\u0007 é';
    const whole = visiblePieces(text, 'line')
      .map((piece) => (piece.kind === 'plain' ? piece.text : piece.of))
      .join('');
    expect(whole).toBe(text);
    expect(visibleString('x\u202ey')).toBe('x[U+202E]y');
  });

  it('marks the part that a search matched, and only that', () => {
    expect(renderToStaticMarkup(<MemberText text="marah" mark={3} />)).toMatch(
      /<mark[^>]*><span>mar<\/span><\/mark><span>ah<\/span>/,
    );
  });
});

describe('the matched start of a name', () => {
  it('is found without regard to case and accents, as the database does', () => {
    expect(matchedPrefix('Marah', 'mar')).toBe(3);
    expect(matchedPrefix('Élodie', 'elo')).toBe(3);
    expect(matchedPrefix('E\u0301lodie', 'él')).toBe(3);
  });

  it('covers whole characters, even where one becomes two', () => {
    expect(matchedPrefix('ﬁne', 'f')).toBe(1);
    expect(matchedPrefix('👩‍💻dev', '👩‍💻d')).toBe('👩‍💻d'.length);
  });

  it('is nothing when the name starts otherwise, or nothing was asked', () => {
    expect(matchedPrefix('amar', 'mar')).toBe(0);
    expect(matchedPrefix('ma', 'mar')).toBe(0);
    expect(matchedPrefix('mar', '  ')).toBe(0);
  });
});

describe('initials in the place of a picture', () => {
  it('come from the words of a name', () => {
    expect(initialsOf('Ada Moreau')).toBe('AM');
    expect(initialsOf('deven.leitheim')).toBe('DL');
    expect(initialsOf('<<>>')).toBe('·');
  });

  it('have a colour of their own, always the same for one id', () => {
    expect(hueOf('20000')).toBe(hueOf('20000'));
    expect(new Set(['1', '2', '3', '4', '5', '6'].map(hueOf)).size).toBe(6);
    for (const id of ['1', '18446744073709551615']) {
      expect(hueOf(id)).toBeGreaterThanOrEqual(0);
      expect(hueOf(id)).toBeLessThanOrEqual(360);
    }
  });
});
