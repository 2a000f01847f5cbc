import fc from 'fast-check';
import { expect, test } from 'vitest';
import { photo } from '../../scripts/demo/picture.ts';
import { mediaTypeOf } from '../../src/core/site/media-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const box = (brand: string) => bytes(`\0\0\0\x20ftyp${brand}\0\0\0\0`);
const pad = 'x'.repeat(60);

test.each([
  ['image/jpeg', bytes(`\xff\xd8\xff\xe0${pad}`)],
  ['image/png', photo(7)],
  ['image/gif', bytes(`GIF89a${pad}`)],
  ['image/webp', bytes(`RIFF\x10\0\0\0WEBPVP8 ${pad}`)],
  ['image/avif', box('avif')],
  ['video/mp4', box('isom')],
  ['video/webm', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
])('%s is known by its first bytes', (type, content) => {
  expect(mediaTypeOf(content)).toBe(type);
});

test.each([
  ['a page', bytes('<!doctype html><script>alert(1)</script>')],
  ['a drawing that can run', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">')],
  ['a drawing behind an XML head', bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">')],
  ['a page after a line that names a picture', bytes('GIF\n<script>alert(1)</script>')],
  ['a document', bytes('%PDF-1.7')],
  ['a Matroska file that is no WebM', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska')],
  ['a photo that Chromium cannot show', box('heic')],
  ['sound', bytes('RIFF\x10\0\0\0WAVEfmt ')],
  ['nothing', bytes('')],
])('%s is nothing to show', (_, content) => {
  expect(mediaTypeOf(content)).toBeNull();
});

test('no text is ever taken for a picture or film, whatever it begins with', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(mediaTypeOf(Buffer.from(`<${text}`))).toBeNull();
    }),
  );
});
