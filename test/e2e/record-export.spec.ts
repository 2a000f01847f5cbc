import { readdir, readFile, rm } from 'node:fs/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { addEntries } from './support/entries.ts';
import { expect, test } from './support/fixtures.ts';

test('I export what the filters leave, and the file holds just that', async ({ desk, town }) => {
  const { page } = desk;
  const subject = desk.connectionName;
  await addEntries(town, { subject, kind: 'member', action: 'staff.added', count: 450 });
  await addEntries(town, { subject, kind: 'staff', action: 'staff.added', count: 5 });
  await signIn(desk, 'admin');
  await desk.goTo(`/record?subject=${subject}&kind=member`);
  await expect(page.getByRole('row', { name: subject }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText(/Exported 450 rows/)).toBeVisible();
  const file = (await page.getByText(/caretaker-record-.*\.csv$/).textContent()) ?? '';
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
  await rm(file);
  expect(lines[0]).toBe('id,at (UTC),actor,action,subject kind,subject,detail');
  expect(lines.slice(1).every((line) => line.includes(`staff.added,member,${subject}`))).toBe(true);
  const [rows] = await town.sql.query<RowDataPacket[]>(
    "SELECT id FROM caretaker_audit.entry WHERE subject_id = ? AND subject_kind = 'member' ORDER BY at DESC, id DESC",
    [subject],
  );
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(rows.map(({ id }) => id));
  const [[noted]] = await town.sql.query<RowDataPacket[]>(
    `SELECT actor, JSON_EXTRACT(detail, '$.rows') AS written FROM caretaker_audit.entry
     WHERE action = 'record.exported' ORDER BY id DESC LIMIT 1`,
  );
  expect([noted?.actor, Number(noted?.written)]).toEqual(['admin', 450]);
});

test('an export that is stopped half way leaves no file', { tag: '@browser' }, async ({
  openBrowserDesk,
  ownTown,
}) => {
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await addEntries(ownTown, { subject: 'many', kind: 'member', action: 'staff.added', count: 40_000 });
  await signIn(desk, 'admin');
  await desk.goTo('/record?subject=many');
  await expect(page.getByRole('row', { name: 'many' }).first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByText(/[1-9][\d,]* rows written/)).toBeVisible();
  // Held half way, so that it is surely still running when it is stopped.
  await ownTown.sql.query('LOCK TABLES caretaker_audit.entry WRITE');
  expect((await readdir(desk.exportsDir)).map((name) => name.slice(-5))).toEqual(['.part']);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('The unfinished file was removed')).toBeVisible();
  await expect.poll(() => readdir(desk.exportsDir)).toEqual([]);
  await ownTown.sql.query('UNLOCK TABLES');
  const [rows] = await ownTown.sql.query<RowDataPacket[]>(
    "SELECT id FROM caretaker_audit.entry WHERE action = 'record.exported'",
  );
  expect(rows).toEqual([]);
});
