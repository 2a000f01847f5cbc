import type { RowDataPacket } from 'mysql2/promise';
import { readMigrations } from '../../src/core/database/migrations.ts';
import type { Community } from '../support/community.ts';
import { expect, test } from './support/fixtures.ts';

const last = readMigrations().at(-1);
if (last === undefined) throw new Error('There is no migration to test with.');

test('an admin is asked before the tables are updated, says yes, and is signed in', async ({
  openDesk,
  ownTown,
}) => {
  await undoLastMigration(ownTown);
  const { page } = await openDesk({ town: ownTown });
  await page.getByRole('button', { name: 'The admin' }).click();
  const step = page.getByRole('region', { name: 'Update the console’s tables' });
  await expect(step.getByRole('listitem')).toHaveText([`${last.id}${last.title}`]);
  expect(await finished(ownTown)).not.toContain(last.id);

  await step.getByRole('button', { name: 'Apply and sign in' }).click();
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('Administrator');
  expect(await finished(ownTown)).toContain(last.id);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('row', { name: 'Updated the console’s tables' })).toBeVisible();
});

test('an admin who says not now is back at the sign-in, and nothing was changed', async ({
  openDesk,
  ownTown,
}) => {
  await undoLastMigration(ownTown);
  const { page } = await openDesk({ town: ownTown });
  await page.getByRole('button', { name: 'The admin' }).click();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByRole('button', { name: 'The admin' })).toBeVisible();
  expect(await finished(ownTown)).not.toContain(last.id);
});

test('a moderator is told to ask an administrator, and can sign in once that is done', async ({
  openDesk,
  ownTown,
}) => {
  await undoLastMigration(ownTown);
  const { page } = await openDesk({ town: ownTown });
  await page.getByRole('button', { name: 'The moderator' }).click();
  await expect(page.getByRole('heading', { name: 'Ask an administrator to sign in once' })).toBeVisible();
  await expect(page.getByText(last.title)).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await finished(ownTown)).not.toContain(last.id);

  await page.getByRole('button', { name: 'The admin' }).click();
  await page.getByRole('button', { name: 'Apply and sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'The moderator' }).click();
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('Community manager');
});

test('an update that was stopped half way is named, and finished', async ({ openDesk, ownTown }) => {
  await undoLastMigration(ownTown);
  await ownTown.sql.query(
    'INSERT INTO caretaker.migration (id, title, checksum, steps, steps_done) VALUES (?, ?, ?, ?, 0)',
    [last.id, last.title, last.checksum, last.statements.length],
  );
  const { page } = await openDesk({ town: ownTown });
  await page.getByRole('button', { name: 'The admin' }).click();
  await expect(page.getByText(`“${last.id}” was stopped half way`)).toBeVisible();
  await page.getByRole('button', { name: 'Apply and sign in' }).click();
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('Administrator');
  expect(await finished(ownTown)).toContain(last.id);
});

/** Makes the server look as it was before this console's version. */
async function undoLastMigration({ sql }: Community): Promise<void> {
  const undoing = (last?.statements ?? []).flatMap(opposite);
  expect(undoing.length).toBeGreaterThan(0);
  for (const statement of undoing) await sql.query(statement);
  await sql.query('DELETE FROM caretaker.migration WHERE id = ?', [last?.id]);
}

function opposite(statement: string): string[] {
  const made = /^CREATE TABLE (caretaker\.\w+)/.exec(statement)?.[1];
  if (made !== undefined) return [`DROP TABLE ${made}`];
  // Gone with its table.
  const filled = /^INSERT (?:IGNORE )?INTO (caretaker\.\w+)/.exec(statement)?.[1];
  if (last?.statements.some((it) => it.startsWith(`CREATE TABLE ${filled} `))) return [];
  const altered = /^ALTER TABLE (caretaker\.\w+)/.exec(statement)?.[1];
  // Keys first: one that lost a column would go on over the others.
  const parts = [...statement.matchAll(/ADD (?:UNIQUE )?KEY (\w+)/g)].map((it) => `DROP KEY ${it[1]}`);
  parts.push(...[...statement.matchAll(/ADD COLUMN (\w+)/g)].map((it) => `DROP COLUMN ${it[1]}`));
  parts.push(...[...statement.matchAll(/DROP KEY (\w+)/g)].map((it) => `ADD ${keyBefore(it[1] ?? '')}`));
  if (altered === undefined || parts.length === 0) throw new Error(`How to undo this? ${statement}`);
  return [`ALTER TABLE ${altered} ${parts.join(', ')}`];
}

/** A key as an earlier migration made it. */
function keyBefore(name: string): string {
  const made = readMigrations()
    .flatMap((it) => it.statements)
    .flatMap((it) => new RegExp(`KEY ${name} \\([^)]*\\)`).exec(it)?.[0] ?? [])
    .at(-1);
  if (made === undefined) throw new Error(`Which key was ${name}?`);
  return made;
}

async function finished({ sql }: Community): Promise<string[]> {
  const [rows] = await sql.query<RowDataPacket[]>(
    'SELECT id FROM caretaker.migration WHERE finished_at IS NOT NULL',
  );
  return rows.map((row) => String(row.id));
}
