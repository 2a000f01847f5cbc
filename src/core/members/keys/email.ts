export interface EmailKeys {
  /** The address in small letters. */
  readonly email: string;
  /** What follows its last @; empty where there is none. */
  readonly domain: string;
  /** The mailbox it ends up in: without a +tag, and for Gmail without dots. */
  readonly mailbox: string;
}

export function emailKeys(address: string): EmailKeys {
  const email = address.trim().normalize('NFC').toLowerCase();
  const at = email.lastIndexOf('@');
  if (at < 0) return { email, domain: '', mailbox: email };
  const domain = email.slice(at + 1);
  const plus = email.slice(0, at).indexOf('+', 1);
  const local = email.slice(0, plus < 0 ? at : plus);
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') {
    return { email, domain, mailbox: `${local}@${domain}` };
  }
  return { email, domain, mailbox: `${local.replaceAll('.', '')}@gmail.com` };
}

/**
 * An address as lists may show it: the first letter of both halves, or of what was typed as much as was typed. The dots
 * say nothing of how much they stand for. `anna.k@example.com` is `a•••@e•••`, and `anna•••@e•••` to who searched `anna`.
 */
export function emailHint(address: string, typed: { local?: number; domain?: number } = {}): string {
  const at = address.lastIndexOf('@');
  const local = hint(at < 0 ? address : address.slice(0, at), typed.local ?? 0);
  return at < 0 ? local : `${local}@${hint(address.slice(at + 1), typed.domain ?? 0)}`;
}

function hint(text: string, typed: number): string {
  const letters = [...text];
  return typed >= letters.length ? text : `${letters.slice(0, Math.max(1, typed)).join('')}•••`;
}
