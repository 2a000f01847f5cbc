import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';
import { Role } from './roles.ts';
import { UserName } from './values.ts';

const host = z
  .string()
  .trim()
  .min(1, 'name the host')
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'letters, digits, dots and hyphens only');
const port = z.int().min(1).max(65_535);

export const ConnectionId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** `off` is accepted for a loopback address alone: elsewhere a password would cross the network in the clear. */
export const Tls = z.enum(['required', 'off']);

export const ConnectionDetails = z
  .object({
    name: z.string().trim().min(1, 'give it a name').max(80),
    host,
    port,
    tls: Tls,
    /** PEM text of the authority that signed the server's certificate; null for those the system trusts. */
    ca: z.string().max(200_000).includes('-----BEGIN CERTIFICATE-----').nullable(),
    /** Reads may go here; writes never do. Same account, same TLS. */
    replica: z.object({ host, port }).nullable(),
  })
  .refine((it) => it.tls === 'required' || isLoopback(it.host), {
    path: ['tls'],
    message: 'TLS can be off only for a server on this machine',
  })
  .refine((it) => it.tls === 'required' || it.replica === null || isLoopback(it.replica.host), {
    path: ['replica'],
    message: 'TLS can be off only for a replica on this machine',
  });
export type ConnectionDetails = z.infer<typeof ConnectionDetails>;

/** A person whose account the console can sign in with one click: the demo community's staff. */
export const DemoPerson = z.object({ user: UserName, name: z.string(), role: Role });

export const Connection = z.object({
  id: ConnectionId,
  details: ConnectionDetails,
  /** False for what the start script made: it would come back at the next start. */
  editable: z.boolean(),
  lastUser: UserName.nullable(),
  /** The account whose password lies in the key chain. */
  keptUser: UserName.nullable(),
  demoPeople: z.array(DemoPerson),
});
export type Connection = z.infer<typeof Connection>;

export const connections = {
  list: procedure('anyone')
    .input(nothing)
    .output(
      z.object({
        connections: z.array(Connection),
        /** The system's key chain by name, or null where there is none and no password can be kept. */
        keyChain: z.string().nullable(),
      }),
    ),
  save: procedure('anyone')
    .input(z.object({ id: ConnectionId.nullable(), details: ConnectionDetails }))
    .output(z.object({ id: ConnectionId })),
  remove: procedure('anyone')
    .input(z.object({ id: ConnectionId }))
    .output(z.object({})),
};

/** True for names and addresses that never leave this machine. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
