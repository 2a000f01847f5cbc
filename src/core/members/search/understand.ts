import { MemberId } from '../../../contract/values.ts';
import { type AddressRange, addressRange } from '../keys/address.ts';
import { emailKeys } from '../keys/email.ts';
import { foldText, lookKey } from '../keys/name.ts';

/** How a typed text is understood, with its keys in the directory. Null: no member can have what was typed. */
export type Understood =
  | { readonly kind: 'newest' }
  /** Some call themselves by a number, so nicknames that begin with it are found too. */
  | { readonly kind: 'id'; readonly id: MemberId | null; readonly name: string }
  | { readonly kind: 'nickname'; readonly name: string }
  | { readonly kind: 'email'; readonly start: string }
  | { readonly kind: 'domain'; readonly start: string }
  | { readonly kind: 'address'; readonly range: AddressRange | null; readonly typed: string }
  | { readonly kind: 'device'; readonly start: string }
  | { readonly kind: 'lookalike'; readonly look: string };

/** Understands what was typed by its form; `name:`, `id:`, `email:`, `ip:` and `device:` before it say what it is. */
export function understand(typed: string): Understood {
  const text = typed.toWellFormed().normalize('NFC').trim();
  const [, word, value] = /^(id|name|email|ip|device):\s*(\S.*)$/i.exec(text) ?? [];
  return word !== undefined && value !== undefined ? asTold(word.toLowerCase(), value) : byForm(text);
}

function asTold(word: string, value: string): Understood {
  switch (word) {
    case 'id':
      return { kind: 'id', id: idOf(value), name: foldText(value.replace(/^#/, '')) };
    case 'email':
      return value.startsWith('@') ? domain(value) : { kind: 'email', start: emailKeys(value).email };
    case 'ip':
      return { kind: 'address', range: addressRange(value) ?? startOfAddress(value), typed: value };
    case 'device':
      return { kind: 'device', start: value };
    default:
      return { kind: 'nickname', name: foldText(value) };
  }
}

function byForm(text: string): Understood {
  if (text === '') return { kind: 'newest' };
  const id = idOf(text);
  if (id !== null) return { kind: 'id', id, name: foldText(text.replace(/^#/, '')) };
  if (/^~\s*\S/.test(text)) return { kind: 'lookalike', look: lookKey(text.slice(1).trim()) };
  if (/^@\S+$/.test(text)) return domain(text);
  if (/^[^\s@]+@[^\s@]*$/.test(text)) return { kind: 'email', start: emailKeys(text).email };
  const range = addressRange(text);
  if (range !== null) return { kind: 'address', range, typed: text };
  return isDevice(text) ? { kind: 'device', start: text } : { kind: 'nickname', name: foldText(text) };
}

function idOf(text: string): MemberId | null {
  return MemberId.nullable().catch(null).parse(text.replace(/^#/, ''));
}

function domain(text: string): Understood {
  return { kind: 'domain', start: emailKeys(text).domain };
}

/** A UUID, or at least 16 hexadecimal digits. */
function isDevice(text: string): boolean {
  return /^([0-9a-f]{16,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text);
}

/** The first one to three numbers of an IPv4 address as the network they begin. */
function startOfAddress(text: string): AddressRange | null {
  if (!/^\d{1,3}(\.\d{1,3}){0,2}\.?$/.test(text)) return null;
  const numbers = text.split('.').filter((it) => it !== '');
  return addressRange(`${[...numbers, '0', '0', '0'].slice(0, 4).join('.')}/${numbers.length * 8}`);
}
