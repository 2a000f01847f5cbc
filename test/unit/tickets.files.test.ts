import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachmentTypes } from '../../src/contract/tickets/conversation.ts';
import { safeFileName } from '../../src/core/tickets/conversation/files/file-name.ts';
import { fileTypeOf } from '../../src/core/tickets/conversation/files/file-type.ts';

describe('The name of a file', () => {
  test.each([
    ['holiday.png', 'image/png', 'holiday.png'],
    ['Holiday.JPEG', 'image/jpeg', 'Holiday.jpeg'],
    ['photo.png', 'image/jpeg', 'photo.png.jpg'],
    ['run.bat', 'text/plain', 'run.bat.txt'],
    ['server.log', 'text/plain', 'server.log'],
    ['C:\\Users\\ann\\bill.pdf', 'application/pdf', 'bill.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['bill.pdf...', 'application/pdf', 'bill.pdf'],
    ['bill .pdf', 'application/pdf', 'bill.pdf'],
    ['.htaccess', 'text/plain', 'htaccess.txt'],
    ['cod\u202egpj.exe', 'image/jpeg', 'codgpj.exe.jpg'],
    ['a\u0000b\nc\u200bd.txt', 'text/plain', 'abcd.txt'],
    ['what? <b>|"x".gif', 'image/gif', 'what_ _b___x_.gif'],
    ['Grüße ☂ 你好.webp', 'image/webp', 'Grüße ☂ 你好.webp'],
    ['con.txt', 'text/plain', '_con.txt'],
    ['LPT1.old', 'text/plain', '_LPT1.old.txt'],
    ['.png', 'image/png', 'png.png'],
    ['..', 'image/png', 'file.png'],
    ['', 'application/pdf', 'file.pdf'],
    ['\ud800.png', 'image/png', 'png.png'],
  ] as const)('%j of %s is kept as %j', (given, type, kept) => {
    expect(safeFileName(given, type)).toBe(kept);
  });

  test('is always short, of one part, seen as it is, and fits its type', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(name, fc.constantFrom(...attachmentTypes), (given, type) => {
        const kept = safeFileName(given, type);
        expect(kept).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(kept).toMatch(/^[^. ].*\.(png|jpe?g|gif|webp|pdf|txt|log)$/u);
        expect([...kept].length).toBeLessThanOrEqual(110);
        expect(safeFileName(kept, type)).toBe(kept);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('The type of a file', () => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  test.each([
    ['a PNG', bytes('89504e470d0a1a0a0000'), 'image/png'],
    ['a JPEG', bytes('ffd8ffe000104a464946'), 'image/jpeg'],
    ['a GIF', Buffer.from('GIF89a..'), 'image/gif'],
    ['a WebP', Buffer.from('RIFF....WEBPVP8 '), 'image/webp'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3', 'latin1'), 'application/pdf'],
    ['a text', Buffer.from('Grüße\r\n\t☂'), 'text/plain'],
    ['a page', Buffer.from('<html>'), 'text/plain'],
    ['a text with a mark of its order', bytes('efbbbf61'), 'text/plain'],
    ['a film', bytes('000000186674797069736f6d'), null],
    ['a program', bytes('7f454c46020101'), null],
    ['an archive', bytes('504b03041400'), null],
    ['a text in another encoding', bytes('4772fcdf65'), null],
    ['a text with an escape', Buffer.from('a\x1b[31mb'), null],
    ['a text that turns itself off', Buffer.from('a\u0085b'), null],
  ])('of %s is told by what is in it', (_, content, type) => {
    expect(fileTypeOf(content)).toBe(type);
  });
});
