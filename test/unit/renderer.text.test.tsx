import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from '../../src/renderer/components/initials.tsx';
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
    expect(renderToStaticMarkup(<MemberText text="samarah" mark={{ start: 2, length: 3 }} />)).toMatch(
      /<span>sa<\/span><mark[^>]*><span>mar<\/span><\/mark><span>ah<\/span>/,
    );
    expect(renderToStaticMarkup(<MemberText text="marah" mark={{ start: 0, length: 5 }} />)).toMatch(
      /<bdi[^>]*><mark[^>]*><span>marah<\/span><\/mark><\/bdi>/,
    );
  });

  it('counts a hidden character by what it is, not by its name, when a part is marked', () => {
    expect(renderToStaticMarkup(<MemberText text={'a\u202ebc'} mark={{ start: 2, length: 1 }} />)).toMatch(
      /<mark[^>]*><span>b<\/span><\/mark><span>c<\/span>/,
    );
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
