import { randomBytes } from 'node:crypto';

/**
 * Stands in the built page where each answer puts a nonce of its own. The build writes it, the hosts replace
 * it, and the interface reads it back from `<meta property="csp-nonce">` for the styles its components add.
 */
export const nonceMark = 'caretaker-nonce-mark';

/** A fresh nonce of 128 bits, in characters that need no escaping in HTML or in a header. */
export function createNonce(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * What the page may do, as a Content-Security-Policy: nothing but its own scripts, styles and fonts, pictures that it
 * holds already, and calls to `connect`. Without a nonce no style element is allowed beyond the page's own files.
 */
export function pagePolicy(o: { nonce: string | null; connect: readonly string[] }): string {
  const styles = o.nonce === null ? "'self'" : `'self' 'nonce-${o.nonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    // A picture or film of a member comes over the line of calls, and lives in this page alone.
    "img-src 'self' data: blob:",
    'media-src blob:',
    "font-src 'self'",
    `connect-src ${["'self'", ...o.connect].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The headers that every answer of a host carries, whatever it is about. */
export function pageHeaders(o: { nonce: string | null; connect: readonly string[] }): Record<string, string> {
  return {
    'Content-Security-Policy': pagePolicy(o),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': deniedFeatures.map((name) => `${name}=()`).join(', '),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}

const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];
