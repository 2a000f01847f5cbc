import type { Refusal, SignInResult } from '../../contract/session.ts';
import { type Address, hostIsAddress } from '../database/connect.ts';
import { isDriverError } from '../database/errors.ts';

type Refused = Extract<SignInResult, { outcome: 'refused' }>;

export function refused(reason: Refusal, message: string, advice: string): Refused {
  return { outcome: 'refused', reason, message, advice };
}

/** What an error of a sign-in's connection means to the person who signs in; null for what is not about that. */
export function refusalOfConnect(error: unknown, address: Address): Refused | null {
  if (!isDriverError(error)) return null;
  const at = `${address.host}:${address.port}`;
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return refused(
        'no-such-host',
        `There is no host named ${address.host}.`,
        'Check the spelling of the host. If it is right, this computer may not be on the network that knows it.',
      );
    case 'ECONNREFUSED':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
    case 'PROTOCOL_CONNECTION_LOST':
      return refused(
        'not-answering',
        `No database server answers at ${at}.`,
        'Check host and port, whether the server runs, and whether a firewall or VPN stands between.',
      );
    case hostIsAddress:
      return hostNameNeeded(address);
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return refused(
        'tls-refused',
        `The server at ${at} does not offer TLS.`,
        'Ask its administrator to turn TLS on: without it your password would cross the network in the clear.',
      );
    case 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED':
      return refused(
        'tls-refused',
        `The server at ${at} asks for your password in the clear, and it was not sent.`,
        'Make sure that it is the server you mean. If it is, ask its administrator for an account with a password of the server’s own.',
      );
    case 'HANDSHAKE_SSL_ERROR':
      return tlsRefusal(error.message, at);
  }
  if (isTls(error.code ?? '')) return tlsRefusal(`${error.code} ${error.message}`, at);
  switch (error.errno) {
    case 1045:
    case 1698:
      return refused(
        'wrong-password',
        `The server refused ${address.user}: unknown account or wrong password.`,
        'Type the password again; mind the Caps Lock key. If it still fails, an administrator can set a new one.',
      );
    case 3118:
    case 4151:
      return refused(
        'wrong-password',
        `The account ${address.user} is locked.`,
        'Ask an administrator to unlock it.',
      );
    case 1820:
    case 1862:
      return refused(
        'wrong-password',
        `The password of ${address.user} has expired.`,
        'Set a new one with a client of the database, or ask an administrator for one, and sign in with it.',
      );
    case 1129:
    case 1130:
      return refused(
        'not-answering',
        `The server at ${at} does not accept connections from this computer.`,
        'Ask its administrator to allow your account from here, or to unblock this host after failed attempts.',
      );
    case 1040:
    case 1203:
    case 1226:
      return refused(
        'not-answering',
        `The server at ${at} has no free connection.`,
        'Wait a moment and try again. If it lasts, the server needs attention: its max_connections is used up.',
      );
    case 3159:
      return refused(
        'tls-refused',
        `The server at ${at} insists on TLS, and this connection has it off.`,
        'Edit the connection and set TLS to required.',
      );
  }
  return null;
}

export function hostNameNeeded(address: Address): Refused {
  return refused(
    'tls-refused',
    `${address.host} is an address, and a certificate is checked for a name.`,
    'Edit the connection and name the host as its certificate does.',
  );
}

function isTls(code: string): boolean {
  return /CERT|SSL|TLS|UNABLE_TO|ALTNAME|EPROTO/.test(code);
}

function tlsRefusal(detail: string, at: string): Refused {
  const why = /EXPIRED/i.test(detail)
    ? 'its certificate has expired'
    : /ALTNAME|does not match/i.test(detail)
      ? 'its certificate is for another host name'
      : /SELF.?SIGNED|UNABLE_TO|local issuer|unable to/i.test(detail)
        ? 'its certificate is not signed by an authority that you trust'
        : 'the handshake failed';
  return refused(
    'tls-refused',
    `No safe line to ${at}: ${why}.`,
    'If the server has an authority of its own, edit the connection and give its certificate (PEM). Otherwise ask its administrator.',
  );
}
