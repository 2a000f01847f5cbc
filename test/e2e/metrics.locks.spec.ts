import type { RowDataPacket } from 'mysql2/promise';
import { addTo, locking } from '../support/locking.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const secret = 'correct horse battery';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Who waits for whom, in the ${colorScheme} theme: an administrator ends the session that keeps others waiting, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await using shop = await locking(ownTown);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'admin');
    await desk.goTo('/metrics/locks');
    await expect(page.getByText('Nothing waits for a row lock')).toBeVisible();
    await expectAccessible(page, 'nothing waits');

    const root = await shop.session(addTo(1, 500));
    const middle = await shop.session(addTo(2));
    const last = await shop.session();
    const middleGoesOn = shop.wait(middle, addTo(1));
    void shop.wait(last, `UPDATE shop.account SET owner = '${secret}' WHERE id = 2`);
    const tree = page.getByRole('region', { name: 'Who waits for whom' });
    await expect(tree.getByRole('row')).toHaveCount(4);
    await expect(page.getByText(/^2 sessions wait for a row lock/)).toBeVisible();
    const rows = tree.getByRole('row');
    await expect(rows.nth(1)).toContainText('idle in transaction');
    await expect(rows.nth(1)).toContainText('2 sessions');
    await expect(rows.nth(2)).toContainText(`Level 2: ${middle.threadId}`);
    await expect(rows.nth(3)).toContainText(`Level 3: ${last.threadId}`);
    await expect(rows.nth(3)).toContainText('UPDATE shop.account SET owner = …');
    await expect(page.getByText('horse')).toHaveCount(0);
    await expectAccessible(page, 'a tree of waits');

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('region', { name: `Session ${root.threadId}` });
    await expect(detail).toContainText('app@127.0.0.1');
    await expectAccessible(page, 'a session in detail');
    await page.keyboard.press('!');
    const dialog = page.getByRole('dialog', { name: `End session ${root.threadId}` });
    await expect(dialog).toContainText('has changed 1 row.');
    await expectAccessible(page, 'the question before a session is ended');
    await dialog.getByRole('button', { name: 'End the session' }).click();
    await expect(dialog).toContainText('Say why');
    await dialog.getByLabel('Why').fill('It forgot to commit');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(`Session ${root.threadId} was ended`)).toBeVisible();
    expect(await middleGoesOn).toBe('done');
    await expect(tree.getByRole('row')).toHaveCount(3);

    // What it had changed is rolled back.
    await middle.query('COMMIT');
    const [[account]] = await ownTown.sql.query<RowDataPacket[]>(
      'SELECT balance FROM shop.account WHERE id = 1',
    );
    expect(account?.balance).toBe(11);
    await desk.goTo('/record');
    const entry = page.getByRole('row', { name: 'Ended a session of the database' });
    await entry.click();
    await expect(page.getByRole('region', { name: /^Entry \d+$/ })).toContainText('It forgot to commit');
  });

  test(`Deadlocks, in the ${colorScheme} theme: each is caught by itself and told without its values`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await using shop = await locking(ownTown);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'admin');
    await desk.goTo('/metrics/locks?part=deadlocks');
    await expect(page.getByText('No deadlock was caught in the last 30 days')).toBeVisible();
    await expectAccessible(page, 'no deadlock');
    await shop.deadlock(secret);
    const kinds = page.getByRole('region', { name: 'Kinds of deadlocks' });
    await expect(kinds).toContainText('shop.account', { timeout: 45_000 });
    await expect(kinds).toContainText('UPDATE shop.account SET owner = …');
    await page.getByRole('region', { name: 'Deadlocks', exact: true }).getByRole('row').nth(1).click();
    const detail = page.getByRole('region', { name: /^Deadlock \d+$/ });
    await expect(detail.getByRole('region', { name: /^Transaction \d$/ })).toHaveCount(2);
    await expect(detail.getByRole('img', { name: '1 waits for 2, 2 waits for 1' })).toBeVisible();
    await expect(detail).toContainText('The same statements and indexes: 1 time since');
    await expect(detail.getByRole('heading', { name: 'rolled back' })).toHaveCount(1);
    await expect(page.getByText(/horse|777123/)).toHaveCount(0);
    await expectAccessible(page, 'a deadlock in detail');
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
  });
}

test('A CTO sees who waits, is told who may end a session, and holds the picture still', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  await using shop = await locking(ownTown);
  const root = await shop.session(addTo(1));
  const waiter = await shop.session();
  const goesOn = shop.wait(waiter, addTo(1));
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/locks');
  const tree = page.getByRole('region', { name: 'Who waits for whom' });
  await tree.getByRole('button', { name: String(root.threadId) }).click();
  const detail = page.getByRole('region', { name: `Session ${root.threadId}` });
  await expect(detail).toContainText('Only an administrator may end a session.');
  await expect(detail.getByRole('button', { name: 'End this session' })).toHaveCount(0);
  await page.keyboard.press('!');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await root.query('ROLLBACK');
  expect(await goesOn).toBe('done');
  await page.waitForTimeout(3000);
  await expect(tree.getByRole('row')).toHaveCount(3);
  await page.keyboard.press('i');
  await expect(page.getByText('Nothing waits for a row lock')).toBeVisible();
});

test('Locks without the right to see them are unknown, with how to turn it on, and never called none', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  await ownTown.sql.query('REVOKE PROCESS ON *.* FROM caretaker_watcher@localhost');
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/locks');
  await expect(page.getByText('Unknown: who waits for whom')).toBeVisible();
  await expect(page.getByText('Run npm run connect-site again')).toBeVisible();
  await expect(page.getByText('Nothing waits')).toHaveCount(0);
});
