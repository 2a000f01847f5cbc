import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Role, roles } from '../../src/contract/roles.ts';
import { BadFlags, parseTarget, type Target } from '../start/flags.ts';

export const usage = `npm run connect-site -- --server mysql://ADMIN@HOST:PORT --adapter FILE [options]

Installs Caretaker on a community's database server and lays the site contract of FILE over its tables. May be run
again at any time: after a change of the adapter, or to bring an installation up to date.

  --server URL       the server and its administrator's account; the password is asked for, or taken from
                     CARETAKER_PASSWORD
  --adapter FILE     the site's adapter; resources/sites/demo.sql is a model to start from
  --staff U:ROLE:NAME  makes an account U with a role (${roles.join(', ')}) and a name to show; may be
                     repeated; its password is asked for, or taken from CARETAKER_STAFF_PASSWORD
  --staff-accounts   admins make the accounts of further staff in the console: the locked account
                     caretaker_owner@localhost gets CREATE USER and CONNECTION ADMIN for procedures that touch
                     Caretaker's own accounts alone
  --no-staff-accounts  they do not, and the console gives them the SQL for you; it is asked for when neither is
                     given, and stays as it was with --yes
  --ca FILE          the certificate (PEM) of the authority that signed the server's, if it is your own
  --yes              do not ask before changing anything
  --help             this text

TLS is required unless the server is on this machine.`;

export interface StaffOrder {
  readonly user: string;
  readonly role: Role;
  readonly displayName: string;
}

export interface Order {
  readonly target: Target;
  readonly adapter: string;
  readonly ca: string | null;
  readonly staff: readonly StaffOrder[];
  /** Whether admins may make accounts through the console; null where it was not said. */
  readonly makesAccounts: boolean | null;
  readonly yes: boolean;
}

/** What the command line asks for; a sentence that says what is wrong with it; or `help`. */
export function readOrder(args: readonly string[]): Order | 'help' | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        server: { type: 'string' },
        adapter: { type: 'string' },
        staff: { type: 'string', multiple: true, default: [] },
        'staff-accounts': { type: 'boolean' },
        ca: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    if (values.server === undefined || values.adapter === undefined)
      return '--server and --adapter are needed.';
    const target = parseTarget('--server', values.server);
    if (target.user === '') return '--server names no account; it takes mysql://ADMIN@HOST:PORT.';
    return {
      target,
      adapter: resolve(values.adapter),
      ca: values.ca === undefined ? null : resolve(values.ca),
      staff: values.staff.map(staffOf),
      makesAccounts: values['staff-accounts'] ?? null,
      yes: values.yes,
    };
  } catch (error) {
    return error instanceof Error ? `${error.message.split('. ')[0]?.replace(/\.$/, '')}.` : String(error);
  }
}

function staffOf(text: string): StaffOrder {
  const [user = '', role, ...name] = text.split(':');
  const known = Role.safeParse(role);
  if (user === '' || !known.success) {
    throw new BadFlags(
      `--staff takes USER:ROLE:NAME with a role of ${roles.join(', ')}, and "${text}" is not one.`,
    );
  }
  return { user, role: known.data, displayName: name.join(':') || user };
}
