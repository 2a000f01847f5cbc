import { rootConnection } from '../../test/support/community.ts';
import { plantStatements } from '../../test/support/statement-rows.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The costliest statements, one in detail, its plan where it may be had and where not; signed in as a CTO. */
export async function statementStates({ demo, goTo, page }: Stage, camera: Camera): Promise<void> {
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  try {
    for (const table of ['statement_sample', 'statement_step', 'statement_digest'])
      await sql.query(`DELETE FROM caretaker.${table}`);
    await goTo('/metrics/statements?from=1500000000&to=1500086400');
    await page.getByText(/Nothing (was read in this range|has been read yet)/).waitFor();
    await camera.take(page, 'metrics-statements-none');
    await plantStatements(sql);
    await goTo('/metrics/statements?last=24h');
    await page.getByText('All others together').waitFor();
    await camera.take(page, 'metrics-statements');
    for (const [digest, name] of [
      [1, 'refused'],
      [6, 'plan'],
    ] as const) {
      await goTo(`/metrics/statements?last=7d&digest=${digest}`);
      await page.getByRole('figure', { name: 'Mean time' }).waitFor();
      if (digest === 1) await camera.take(page, 'metrics-statements-opened');
      await page.getByRole('button', { name: 'Ask the server' }).click();
      await page.getByRole('button', { name: 'Ask again' }).waitFor();
      await page.getByRole('region', { name: 'Plan' }).scrollIntoViewIfNeeded();
      await camera.take(page, `metrics-statements-${name}`);
    }
  } finally {
    await sql.end();
  }
}
