/** How many bytes from the beginning `mediaTypeOf` needs to see, at most. */
export const headBytes = 64;

/** Brands of an MP4's first box, as they are registered at mp4ra.org, of films that Chromium shows. */
const filmBrands = new Set([
  'isom',
  'iso2',
  'iso3',
  'iso4',
  'iso5',
  'iso6',
  'iso7',
  'iso8',
  'iso9',
  'mp41',
  'mp42',
  'avc1',
  'av01',
  'dash',
  'M4V ',
  'M4VH',
  'M4VP',
  'MSNV',
]);

/**
 * The type of a picture or film by the first bytes of its content, whatever it was said to be; null for anything that
 * Caretaker does not show. SVG and HTML are text, which could run, and never among them.
 */
export function mediaTypeOf(head: Uint8Array): string | null {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, headBytes)).toString(
    'latin1',
  );
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return text.includes('webm') ? 'video/webm' : null;
  if (text.slice(4, 8) !== 'ftyp') return null;
  const brand = text.slice(8, 12);
  if (brand === 'avif' || brand === 'avis') return 'image/avif';
  return filmBrands.has(brand) ? 'video/mp4' : null;
}
