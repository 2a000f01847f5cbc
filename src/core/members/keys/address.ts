import ipaddr from 'ipaddr.js';

/** What ::ffff:a.b.c.d begins with. */
const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255] as const;

/** Column `address`: 16 bytes, IPv4 as ::ffff:a.b.c.d; null for what is no IP address. */
export function addressKey(text: string): Buffer | null {
  const trimmed = text.trim();
  // By hand, since the directory asks for millions of these: the library would write one out and read it again.
  if (ipaddr.IPv4.isValidFourPartDecimal(trimmed)) {
    return Buffer.from([...mappedPrefix, ...trimmed.split('.').map(Number)]);
  }
  const parsed = parse(trimmed);
  return parsed === null ? null : Buffer.from(parsed.toByteArray());
}

/** The address as people write it. */
export function addressText(key: Buffer): string {
  const address = ipaddr.fromByteArray([...key]) as ipaddr.IPv6;
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

export interface AddressRange {
  /** The first and the last address of the range. */
  readonly low: Buffer;
  readonly high: Buffer;
}

/** One address or a network in CIDR notation as a range; null for anything else. */
export function addressRange(text: string): AddressRange | null {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  const key = addressKey(address);
  if (key === null || rest.length > 0) return null;
  if (prefix === undefined) return { low: key, high: key };
  const isV4 = !address.includes(':');
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (isV4 ? 32 : 128)) return null;
  const fixed = Number(prefix) + (isV4 ? 96 : 0);
  const low = Buffer.from(key);
  const high = Buffer.from(key);
  for (let bit = fixed; bit < 128; bit += 1) {
    const byte = bit >> 3;
    const mask = 0x80 >> (bit & 7);
    low[byte] = (low[byte] ?? 0) & ~mask;
    high[byte] = (high[byte] ?? 0) | mask;
  }
  return { low, high };
}

function parse(text: string): ipaddr.IPv6 | null {
  // A zone (%eth0) belongs to a machine, not to the address.
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text);
}
