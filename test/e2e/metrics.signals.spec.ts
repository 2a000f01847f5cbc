import type { Page } from '@playwright/test';
import { type Community, rootConnection } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { type BrowserDesk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

/** Has one session wait for another's row for as long as the test lasts. */
async function lockWait(town: Community): Promise<AsyncDisposable> {
  const [holder, waiter] = await Promise.all([rootConnection(town.root), rootConnection(town.root)]);
  await holder.query('CREATE DATABASE IF NOT EXISTS shop');
  await holder.query('CREATE TABLE shop.orders (id INT PRIMARY KEY, n INT)');
  await holder.query('INSERT INTO shop.orders VALUES (1, 0)');
  await holder.query('BEGIN');
  await holder.query('UPDATE shop.orders SET n = 1');
  await waiter.query('SET innodb_lock_wait_timeout = 600');
  waiter.query('UPDATE shop.orders SET n = 2').catch(() => {});
  return {
    async [Symbol.asyncDispose]() {
      await holder.query('ROLLBACK').catch(() => {});
      holder.destroy();
      waiter.destroy();
    },
  };
}

async function openSignals(desk: BrowserDesk): Promise<Page> {
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/database');
  await expect(region(page)).toBeVisible();
  return page;
}

const region = (page: Page) => page.getByRole('region', { name: 'Signals', exact: true });
const card = (page: Page, name: string) =>
  region(page).getByRole('button', { name: new RegExp(`^${name} `) });

/** Asks again until a card is as it should be: a wait must last for five seconds. */
async function askUntil(page: Page, name: string, text: RegExp): Promise<void> {
  await expect(async () => {
    await region(page).getByRole('button', { name: /as of/ }).click();
    await expect(card(page, name)).toHaveAccessibleName(text, { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`The signals, in the ${colorScheme} theme: worst first, what they are from and how to have them, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await using _ = await lockWait(ownTown);
    const desk = await openBrowserDesk({ town: ownTown });
    const page = await openSignals(desk);
    await page.emulateMedia({ colorScheme });
    const signals = region(page);
    await askUntil(page, 'Blocking tree', /Look|Bad/);
    await expect(signals.getByRole('listitem')).toHaveCount(26);
    await expect(signals.getByRole('heading', { level: 2 })).toHaveText(/need|needs|bad.*unknown/);
    // The group of what is worst comes first.
    await expect(signals.getByRole('region').first().getByRole('button').first()).toHaveAccessibleName(
      /Look|Bad/,
    );
    await expectAccessible(page, 'the signals');

    await card(page, 'Blocking tree').focus();
    await page.keyboard.press('Enter');
    const tree = page.getByRole('dialog', { name: 'Blocking tree' });
    await expect(tree).toContainText('on shop.orders');
    await expect(tree).toContainText('signal 17 of 26');
    await expect(tree).toContainText(/INNODB_LOCK_WAITS|data_lock_waits/);
    await expectAccessible(page, 'a signal opened');
    await page.keyboard.press('Escape');
    await expect(tree).toBeHidden();
    await expect(card(page, 'Blocking tree')).toBeFocused();

    await card(page, 'Adaptive hash miss').press('Enter');
    const hash = page.getByRole('dialog', { name: 'Adaptive hash miss' });
    await expect(hash.getByText('SET GLOBAL innodb_adaptive_hash_index = ON;')).toBeVisible();
    await hash.getByRole('button', { name: 'Copy it' }).press('Enter');
    await expect(hash.getByRole('button', { name: 'Copy it: copied' })).toBeVisible();
    await page.keyboard.press('Escape');

    await page.keyboard.press('l');
    await expect(page).toHaveURL(/signals=look/);
    await expect(signals.getByText('Good', { exact: true })).toHaveCount(0);
    await expect(card(page, 'Blocking tree')).toBeVisible();
    await expectAccessible(page, 'only what needs a look');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Only what needs a look' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.getByRole('button', { name: 'Only what needs a look' }).press('Enter');
    await expect(signals.getByRole('listitem')).toHaveCount(26);

    await card(page, 'Connections').press('Enter');
    await page.getByRole('button', { name: 'Show the chart “Connections”' }).press('Enter');
    await expect(page.getByRole('figure', { name: 'Connections' })).toBeInViewport();
    await card(page, 'Blocking tree').press('Enter');
    await page.getByRole('link', { name: 'More of it in Locks' }).press('Enter');
    await expect(page).toHaveURL(/\/metrics\/locks/);
  });
}

test('Signals that cannot be read say so, and come once they can', { tag: '@browser' }, async ({
  openBrowserDesk,
  ownTown,
}) => {
  await ownTown.sql.query('RENAME TABLE caretaker.table_size TO caretaker.table_size_away');
  const desk = await openBrowserDesk({ town: ownTown });
  await signIn(desk, 'admin');
  await desk.goTo('/metrics/database');
  const { page } = desk;
  await expect(page.getByText('Could not load signals')).toBeVisible();
  await ownTown.sql.query('RENAME TABLE caretaker.table_size_away TO caretaker.table_size');
  await page
    .getByRole('alert')
    .filter({ hasText: 'signals' })
    .getByRole('button', { name: 'Try again' })
    .click();
  await expect(region(page)).toBeVisible();
});

test('While the database does not answer, the signals of before stay and are called old', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  const desk = await openBrowserDesk({ town: ownTown });
  const page = await openSignals(desk);
  const signals = region(page);
  await expect(signals.getByRole('button', { name: /^as of/ })).toBeVisible();
  ownTown.server.kill();
  await expect(signals.getByRole('button', { name: /^old: as of/ })).toBeVisible({ timeout: 15_000 });
  await expect(signals.getByRole('listitem')).toHaveCount(26);
  await ownTown.server.startAgain();
  await expect(signals.getByRole('button', { name: /^as of/ })).toBeVisible({ timeout: 40_000 });
});
