import { Refused } from '../../../errors.ts';

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

/** Why a request failed before there was an answer, by the code of its error. */
export function failureWords(error: unknown, url: string): string {
  const code = codeOf(error);
  const { host, hostname } = new URL(url);
  if (code === 'ECONNREFUSED') {
    return `Nothing listens at ${host}: the connection was refused. Check the port, and that the server runs.`;
  }
  if (code === 'ENOTFOUND') {
    return `There is no machine named ${hostname}: the name was not found. Check how it is written, and whether this machine needs a VPN to know it.`;
  }
  if (code === 'EAI_AGAIN')
    return `The name ${hostname} could not be looked up just now. Try again in a moment.`;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT') {
    return `${host} cannot be reached from this machine. A firewall or a missing VPN may be in the way.`;
  }
  if (isReset(error)) return `${host} closed the connection without an answer. Nothing is shown of it.`;
  return (
    tlsWords(code, host) ??
    `What answers at ${host} does not speak HTTP (${code}). Check the port, and whether it is https.`
  );
}

function tlsWords(code: string, host: string): string | null {
  if (untrusted.has(code)) {
    return `The certificate of ${host} is from an authority that this machine does not trust. Add that authority to those of the system and start Caretaker again.`;
  }
  if (code === 'CERT_HAS_EXPIRED') return `The certificate of ${host} has expired. Nothing was sent to it.`;
  if (code === 'CERT_NOT_YET_VALID') {
    return `The certificate of ${host} is not valid yet. Check the clock of this machine. Nothing was sent to it.`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The certificate of ${host} is for another name. Use the name that stands in it. Nothing was sent to it.`;
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `${host} does not speak TLS as this machine does. If it is without encryption, the address begins with http://.`;
  }
  return null;
}

export function isReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(codeOf(error));
}

/** The connection broke in the middle of an answer: a part of the numbers would look like all of them. */
export function closedWhileReading(url: string): Refused {
  return new Refused(
    'UNAVAILABLE',
    `${new URL(url).host} broke off in the middle of its answer. Nothing of it is shown, since the rest is missing. Try again.`,
  );
}

export function tooLarge(mostBytes: number): Refused {
  return new Refused(
    'TOO_EXPENSIVE',
    `The answer is larger than ${Math.round(mostBytes / 1e6)} MB, so it was not read to its end. Narrow the expression, or sum it up with sum by (…) or topk(…).`,
  );
}

export function tooSlow(url: string, seconds: number): Refused {
  return new Refused(
    'TOO_EXPENSIVE',
    `${new URL(url).host} gave no whole answer within ${seconds} seconds, so it was no longer waited for. Choose a shorter range or a narrower expression, or try again.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
