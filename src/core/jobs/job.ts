import type { Role } from '../../contract/roles.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { Site } from '../site/contract.ts';

/** Work that belongs to whichever running console holds its lease. Must be safe to repeat from the start. */
export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  /** Whose grants suffice for it; a console on which another is signed in leaves it to the rest. */
  readonly roles: readonly Role[];
  /** `signal` ends it when its console leaves, or when another console has taken it over. */
  run(ground: JobGround, signal: AbortSignal): Promise<void>;
}

/** What a job works on. */
export interface JobGround {
  readonly database: Database;
  readonly site: Site;
  readonly log: Logger;
}
