import type { LinkReason } from '../../../../contract/members/page.ts';

/** `strong`, `likely` or `weak`: how likely two accounts are one person's. */
export function strengthWord(strength: number): 'strong' | 'likely' | 'weak' {
  if (strength >= 0.6) return 'strong';
  return strength >= 0.25 ? 'likely' : 'weak';
}

const shared: Record<LinkReason['kind'], string> = {
  address: 'same address',
  device: 'same device',
  email: 'same mailbox',
  lookalike: 'look-alike name',
};

/** `same address, shared by 240: says little`. */
export function reasonWords({ kind, sharedBy, sharedByMore, strength }: LinkReason): string {
  const by = sharedBy > 2 || sharedByMore ? `, shared by ${sharedBy}${sharedByMore ? '+' : ''}` : '';
  return `${shared[kind]}${by}${strength < 0.1 ? ': says little' : ''}`;
}
