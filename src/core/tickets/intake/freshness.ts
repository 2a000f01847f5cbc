import { freshness } from '../../intake/read.ts';
import type { SignedIn } from '../../session/open.ts';
import { siteChannel } from '../channels/site.ts';
import { ticketMark } from './mark.ts';

/** When the site was last asked for new requests, and how many wait to be read. */
export function freshnessOf({ database }: SignedIn, signal?: AbortSignal) {
  return freshness({ source: siteChannel.source, mark: ticketMark }, database, signal);
}
