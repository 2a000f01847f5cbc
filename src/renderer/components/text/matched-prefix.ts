const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * How many UTF-16 units at the start of `name` are what `query` asked for, compared as the database does: without
 * regard to case and accents. 0 when the name does not start with it.
 */
export function matchedPrefix(name: string, query: string): number {
  const wanted = fold(query.trim());
  if (wanted === '') return 0;
  let folded = '';
  for (const { segment, index } of segmenter.segment(name)) {
    folded += fold(segment);
    if (folded.length >= wanted.length) return folded.startsWith(wanted) ? index + segment.length : 0;
    if (!wanted.startsWith(folded)) return 0;
  }
  return 0;
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
