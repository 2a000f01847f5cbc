import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { viewOf } from '../../members/page/content.ts';
import type { Site } from '../../site/contract.ts';

/** Whether other members see a piece of content now; `gone` also where the site has no such kind. */
export async function visibilityOf(
  db: Db,
  site: Pick<Site, 'contentKinds'>,
  { kind, id }: { readonly kind: string; readonly id: string },
  run?: Run,
): Promise<'visible' | 'hidden' | 'gone'> {
  if (!site.contentKinds.includes(kind)) return 'gone';
  const { rows } = await sql<{ visible: number }>`
    SELECT visible FROM ${viewOf(kind)} WHERE id = ${idValue(id)} LIMIT 1`.execute(db, run);
  if (!rows[0]) return 'gone';
  return Number(rows[0].visible) === 0 ? 'hidden' : 'visible';
}
