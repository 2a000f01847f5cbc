import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Community } from '../support/community.ts';
import {
  guard,
  monitoring,
  nodeExporter,
  prometheus,
  type Running,
  untilThere,
} from '../support/monitoring.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test.skip(monitoring === null, 'Prometheus could not be had on this machine; `npm test` says how.');

const chart = (page: Page, name: string) => page.getByRole('figure', { name, exact: true });
const place = '/metrics/prometheus';

/** As the form saves it, for tests of what comes after. */
async function connected(town: Community, server: Running, name: string): Promise<void> {
  await town.sql.query(
    "INSERT INTO caretaker.prometheus_server (name, url, auth, user, secret, tenant) VALUES (?, ?, 'none', '', '', '')",
    [name, server.url],
  );
}

test.describe('Prometheus', () => {
  let node: Running;
  test.beforeAll(async () => {
    node = await nodeExporter();
  });
  test.afterAll(() => node.stop());

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is connected, tried, changed and removed, in the ${colorScheme} theme`, async ({
      openDesk,
      ownTown,
    }) => {
      await using server = await prometheus({
        jobs: { machines: [node.target], gone: ['127.0.0.1:1'] },
        guarded: true,
      });
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'cto');
      await desk.goTo(place);
      await expect(page.getByText('The machines are unknown: no Prometheus is connected')).toBeVisible();
      await expectAccessible(page, 'no server');

      await page.getByRole('button', { name: 'Connect a server…' }).click();
      const sheet = page.getByRole('dialog', { name: 'Connect a server' });
      await sheet.getByLabel('Address').fill('prometheus:9090/');
      await sheet.getByRole('button', { name: 'Connect' }).click();
      await expect(sheet.getByText('Give it a name')).toBeVisible();
      await expect(sheet.getByText('It begins with http:// or https://')).toBeVisible();
      await expect(sheet.getByLabel('Name', { exact: true })).toBeFocused();
      await expectAccessible(page, 'a server that cannot be connected');

      await sheet.getByLabel('Name', { exact: true }).fill('Main');
      await sheet.getByLabel('Address').fill(server.url);
      await sheet.getByRole('button', { name: 'Try it' }).click();
      await expect(sheet.getByText('does not let the console in (401)')).toBeVisible();
      await sheet.getByRole('radio', { name: 'name and password' }).check({ force: true });
      await sheet.getByLabel('Name of the user').fill(guard.user);
      await sheet.getByLabel('Password', { exact: true }).fill(guard.password);
      await sheet.getByRole('button', { name: 'Try it' }).click();
      await expect(sheet.getByText(/^Prometheus \d+\.\d+\.\S+ answers/)).toBeVisible();
      await expectAccessible(page, 'a server that was tried');
      await page.keyboard.press('Control+Enter');
      await expect(sheet).toBeHidden();

      await expect(page.getByText(/^Prometheus \d+\.\d+\.\S+ answers, in \d+ ms/)).toBeVisible();
      await page.keyboard.press('q');
      await page.keyboard.press('s');
      const list = page.getByRole('dialog', { name: 'Prometheus servers' });
      await list.getByRole('button', { name: 'Change Main' }).click();
      const change = page.getByRole('dialog', { name: 'Change “Main”' });
      await expect(change.getByLabel('Password', { exact: true })).toHaveValue('');
      await change.getByLabel('Name', { exact: true }).fill('Main of all');
      await change.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('combobox', { name: 'Server' })).toHaveText('Main of all');
      await expect(page.getByText(/^Prometheus \d+\.\d+\.\S+ answers, in \d+ ms/)).toBeVisible();

      await page.getByRole('button', { name: 'Servers…' }).click();
      await expectAccessible(page, 'the servers');
      await list.getByRole('button', { name: 'Remove Main of all' }).click();
      await expect(list.getByText('None is connected.')).toBeVisible();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByRole('combobox', { name: 'Server' })).toHaveText('Main of all');
    });

    test(`shows machines, targets and any expression, in the ${colorScheme} theme`, async ({
      openDesk,
      ownTown,
    }) => {
      await using server = await prometheus({ jobs: { machines: [node.target], gone: ['127.0.0.1:1'] } });
      await untilThere(server, 'count_over_time(node_load1[20s]) > 8');
      await connected(ownTown, server, 'Main');
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'cto');
      await desk.goTo(place);
      await expect(page.getByText('1 of its 2 targets does not answer it.', { exact: false })).toBeVisible();
      for (const name of ['CPU busy', 'Memory available', 'Fullest disks, share used', 'Network, received']) {
        await expect(chart(page, name).getByText(/step /), name).toBeVisible();
      }
      await expect(page.getByText('Database servers are unknown here', { exact: false })).toBeVisible();
      await expectAccessible(page, 'machines');

      await page.keyboard.press('q');
      await page.keyboard.press('t');
      await expect(page.getByRole('heading', { name: '1 of 2 do not answer' })).toBeVisible();
      const rows = page.getByRole('row');
      await expect(rows.nth(1)).toContainText('gone');
      await expect(rows.nth(1)).toContainText('connection refused');
      await expect(rows.nth(2)).toContainText('answers');
      await expectAccessible(page, 'targets');

      await page.keyboard.press('q');
      await page.keyboard.press('e');
      await page.getByRole('button', { name: 'Who answers' }).click();
      const values = page.getByRole('region', { name: 'Values', exact: true });
      await expect(values.getByRole('row')).toHaveCount(3);
      await expect(values.getByText('(target not answering)', { exact: false })).toBeVisible();
      await expect(chart(page, 'Course over the range').getByText(/step /)).toBeVisible();

      const field = page.getByRole('textbox', { name: 'Expression' });
      await field.fill('sum by (instance) (node_memory_MemAv');
      await page.getByRole('list', { name: 'Metrics by that name' }).getByRole('button').first().click();
      await expect(field).toHaveValue('sum by (instance) (node_memory_MemAvailable_bytes');
      await field.press('Enter');
      const fault = page
        .getByRole('alert')
        .filter({ hasText: 'cannot evaluate the expression, at character' });
      await expect(fault).toBeVisible();
      await expectAccessible(page, 'an expression that is none');
      await field.press('End');
      await field.pressSequentially(')');
      await field.press('Enter');
      await page.getByLabel('Shown as').selectOption('bytes');
      await expect(values.getByRole('row')).toHaveCount(2);
      await expect(values.getByText(/GiB|MiB/)).toBeVisible();
      await expect(page).toHaveURL(/unit=bytes/);
      await expectAccessible(page, 'an expression');

      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('Memory of all');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('button', { name: 'Memory of all' })).toBeVisible();
      await page.getByRole('button', { name: 'Recent' }).click();
      await expect(page.getByRole('menuitem')).toHaveCount(3);
      await page.getByRole('menuitem', { name: 'up', exact: true }).click();
      await expect(values.getByRole('row')).toHaveCount(3);
      await page.getByRole('button', { name: 'Memory of all' }).click();
      await page.getByRole('menuitem', { name: 'Memory of all' }).click();
      await expect(field).toHaveValue('sum by (instance) (node_memory_MemAvailable_bytes)');
      await expect(page.getByLabel('Shown as')).toHaveValue('bytes');
    });
  }

  test('that goes away is told as unknown, and is back when it is', async ({ openDesk, ownTown }) => {
    await using server = await prometheus({ jobs: { machines: [node.target] } });
    await untilThere(server, 'node_load1');
    await connected(ownTown, server, 'Main');
    const desk = await openDesk({ town: ownTown });
    const { page } = desk;
    await signIn(desk, 'admin');
    await desk.goTo(place);
    await expect(page.getByText(/answers, in \d+ ms/)).toBeVisible();
    await server.stop();
    await page.reload();
    await expect(page.getByText('Unknown: “Main” gives no metrics')).toBeVisible();
    await expect(page.getByText(`Nothing listens at ${server.target}`, { exact: false })).toBeVisible();
    await expectAccessible(page, 'a server that does not answer');
    await using again = await prometheus({ jobs: { machines: [node.target] } });
    await ownTown.sql.query('UPDATE caretaker.prometheus_server SET url = ?', [again.url]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText(/answers, in \d+ ms/)).toBeVisible();
  });

  test('of two people who change a server, the later goes on from what the first saved', async ({
    openDesk,
    ownTown,
  }) => {
    await using server = await prometheus();
    await connected(ownTown, server, 'Main');
    const desk = await openDesk({ town: ownTown });
    const { page } = desk;
    await signIn(desk, 'cto');
    await desk.goTo(place);
    await page.getByRole('button', { name: 'Servers…' }).click();
    await page.getByRole('button', { name: 'Change Main' }).click();
    const change = page.getByRole('dialog', { name: 'Change “Main”' });
    await change.getByLabel('Tenant').fill('mine');
    await ownTown.sql.query("UPDATE caretaker.prometheus_server SET name = 'Theirs', version = version + 1");
    await ownTown.sql.query(
      "INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('prometheus', ?)",
      [randomUUID()],
    );
    await expect(page.getByText('Someone saved “Theirs” meanwhile. What you typed is kept.')).toBeVisible();
    await page.getByRole('button', { name: 'Go on from that, with my changes' }).click();
    const theirs = page.getByRole('dialog', { name: 'Change “Theirs”' });
    await expect(theirs.getByLabel('Name', { exact: true })).toHaveValue('Theirs');
    await expect(theirs.getByLabel('Tenant')).toHaveValue('mine');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(theirs).toBeHidden();
    const [rows] = await ownTown.sql.query('SELECT name, tenant FROM caretaker.prometheus_server');
    expect(rows).toEqual([{ name: 'Theirs', tenant: 'mine' }]);
  });
});
