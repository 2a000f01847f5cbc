import type { TicketColumns } from '../work.ts';

/** Whether an answer can reach who wrote; if not, why, and what to do. */
export interface Reach {
  readonly reachable: boolean;
  readonly whyNot: string | null;
}

/** The site tells its members, by the procedure notify_member, and nobody else. */
export function canReach({ member_id, email }: Pick<TicketColumns, 'member_id' | 'email'>): Reach {
  if (member_id !== null) return { reachable: true, whyNot: null };
  const otherwise = email === null || email === '' ? '' : `, or write to ${email} from your own mail`;
  return {
    reachable: false,
    whyNot: `They wrote without being signed in, so the site cannot pass an answer on. Set which member they are${otherwise}.`,
  };
}
