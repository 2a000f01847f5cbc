import { MemberId } from '../../contract/values.ts';

/** How a typed query is understood. An id is looked up as a nickname too: people do call themselves 4711. */
export type Understood =
  | { readonly kind: 'newest' }
  | { readonly kind: 'id'; readonly id: MemberId; readonly nickname: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'nickname'; readonly prefix: string };

export function understand(query: string): Understood {
  const text = query.trim().normalize('NFC');
  if (text === '') return { kind: 'newest' };
  const id = MemberId.safeParse(text.replace(/^#/, ''));
  if (id.success) return { kind: 'id', id: id.data, nickname: text };
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { kind: 'email', email: text };
  return { kind: 'nickname', prefix: text.replace(/^@/, '') };
}

/** The text as a LIKE pattern that matches just what begins with it. */
export function prefixPattern(prefix: string): string {
  return `${prefix.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
