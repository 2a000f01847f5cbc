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
  const local = email.slice(0, at).replace(/(?<=.)\+.*$/, '');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') {
    return { email, domain, mailbox: `${local}@${domain}` };
  }
  return { email, domain, mailbox: `${local.replaceAll('.', '')}@gmail.com` };
}

/**
 * An address as lists may show it: the first letter of both halves, and of what was typed as much as was typed.
 * `anna.k@example.com` is `a•••@e•••`, and `anna•••@e•••` to who searched for `anna`.
 */
export function emailHint(address: string, typed: { local?: number; domain?: number } = {}): string {
  const at = address.lastIndexOf('@');
  const local = [...address.slice(0, at < 0 ? undefined : at)];
  const domain = at < 0 ? [] : [...address.slice(at + 1)];
  const cut = (text: readonly string[], shown: number) =>
    text.length <= shown ? text.join('') : `${text.slice(0, shown).join('')}•••`;
  const head = cut(local, Math.max(1, typed.local ?? 0));
  return at < 0 ? head : `${head}@${cut(domain, Math.max(1, typed.domain ?? 0))}`;
}
