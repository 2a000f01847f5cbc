import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may come in: one browser, the one that first showed the token of the address printed at the start. */
export interface Gate {
  /** 256 bits; stands in the fragment of the address, which no browser sends to any server. */
  readonly token: string;
  /** The value of a Set-Cookie header for the first who shows the token, and null for everyone after. */
  trade(token: unknown): string | null;
  /** Whether a Cookie header holds what was traded. */
  admits(cookies: string | undefined): boolean;
}

/**
 * `port` is part of the cookie's name: browsers keep one jar for all ports of a host, and two consoles on one
 * machine must not throw each other out.
 */
export function createGate(port: number): Gate {
  const name = `caretaker-${port}`;
  const token = randomBytes(32).toString('base64url');
  const key = randomBytes(32).toString('base64url');
  let traded = false;

  return {
    token,
    trade(given) {
      if (typeof given !== 'string' || !equal(given, token) || traded) return null;
      traded = true;
      return `${name}=${key}; HttpOnly; SameSite=Strict; Path=/`;
    },
    admits(cookies) {
      return traded && cookieValues(cookies, name).some((value) => equal(value, key));
    },
  };
}

/** Every value the header gives for `name`: a browser may hold an older one of another path beside ours. */
function cookieValues(cookies: string | undefined, name: string): string[] {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}

/** Compares in a time that tells nothing: of hashes, because timingSafeEqual wants equal lengths. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
