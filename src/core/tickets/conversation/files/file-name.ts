import type { FileType } from './file-type.ts';

/** What a name may end in, the usual one first. Nothing that a computer runs or a browser draws as a page. */
const extensions: Readonly<Record<FileType, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log'],
};

const longest = 100;
/** Names that Windows keeps for devices, whatever follows the first dot. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The name under which a file is kept and handed on: its last part alone, without characters that control, turn the
 * direction of writing or name places, and with an ending that fits its type.
 */
export function safeFileName(given: string, type: FileType): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .normalize('NFC')
    // Controls and what is not seen, among it what turns the direction; ends of lines; characters without a meaning.
    .replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [usual = '', ...others] = extensions[type];
  const dot = plain.lastIndexOf('.');
  const ending = dot < 0 ? '' : plain.slice(dot + 1).toLowerCase();
  const fits = ending === usual || others.includes(ending);
  const stem = fits ? plain.slice(0, dot) : plain;
  const short = [...stem]
    .slice(0, longest)
    .join('')
    .replace(/[. ]+$/, '');
  const named = short === '' ? 'file' : devices.test(`${short}.`) ? `_${short}` : short;
  return `${named}.${fits ? ending : usual}`;
}
