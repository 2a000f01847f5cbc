import type { LinkReason } from '../../../contract/members/page.ts';

type Kind = LinkReason['kind'];

/**
 * How likely a thing makes two accounts one person's: `ofTwo` where no third account has it, and how fast that fades
 * with the number of accounts. Judgements, not measurements; what matters is their order.
 *
 * - A mailbox has one owner, however many accounts it was given to.
 * - A device is one person's or one household's. In a library or a shop it is many people's, but they are few enough
 *   that it still says something: with 20 accounts 0.2.
 * - An address that two share is a household or one person. With 20 it is an office (0.06), with hundreds a carrier or a
 *   campus (below 0.01).
 * - Two nicknames that look alike may be an impostor or a likeness; of 20 that do, the name is just a common one (0.04).
 */
const weights: Readonly<Record<Kind, { ofTwo: number; fading: number }>> = {
  email: { ofTwo: 0.95, fading: 0 },
  device: { ofTwo: 0.85, fading: 0.5 },
  address: { ofTwo: 0.6, fading: 0.8 },
  lookalike: { ofTwo: 0.4, fading: 0.8 },
};

/** What one shared thing says, 0 to 1. `sharedBy` counts the accounts that have it, both included. */
export function reasonStrength(kind: Kind, sharedBy: number): number {
  const { ofTwo, fading } = weights[kind];
  return ofTwo / Math.max(1, sharedBy - 1) ** fading;
}

/**
 * What all reasons say together, 0 to 1: that not every one of them is chance (noisy-or). Each further one of a kind
 * counts half as much as the one before, the strongest first: that a household had the same address again after its
 * provider changed it is hardly news.
 */
export function totalStrength(reasons: readonly Pick<LinkReason, 'kind' | 'strength'>[]): number {
  const seen = new Map<Kind, number>();
  let chance = 1;
  for (const { kind, strength } of reasons.toSorted((a, b) => b.strength - a.strength)) {
    const earlier = seen.get(kind) ?? 0;
    chance *= 1 - strength / 2 ** earlier;
    seen.set(kind, earlier + 1);
  }
  return 1 - chance;
}
