import { expect } from '@playwright/test';
import { type Community, rootConnection } from '../../support/community.ts';
import { column } from './members.ts';

/** Keeps whoever comes to the rows that a SELECT finds waiting, until the function that is given is called. */
export async function holdRows(
  town: Community,
  select: string,
  values: unknown[],
): Promise<() => Promise<void>> {
  const other = await rootConnection(town.root);
  other.on('error', () => {});
  await other.query('START TRANSACTION');
  await other.query(`${select} FOR UPDATE`, values);
  return async () => {
    await other.query('ROLLBACK');
    await other.end();
  };
}

/** Until someone has come to a row that is held. */
export async function someoneWaits(town: Community): Promise<void> {
  await expect
    .poll(() =>
      column(town, "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"),
    )
    .toEqual(['1']);
}
