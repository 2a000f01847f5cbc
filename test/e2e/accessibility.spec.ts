import { readMigrations } from '../../src/core/database/migrations.ts';
import { expectAccessible } from './support/axe.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMembers, selectFirst } from './support/members.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`Everyone can use it, in the ${colorScheme} theme`, () => {
    test('the sign-in, its refusal, and the form of a connection', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await expect(page.getByRole('button', { name: 'The admin' })).toBeVisible();
      await expectAccessible(page, 'sign-in');

      await page.getByText('Sign in with another account').click();
      await page.getByLabel('User').fill('admin');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toContainText('wrong password');
      await expectAccessible(page, 'refused');

      await page.getByRole('button', { name: 'Add a connection' }).click();
      await page.getByLabel('Read from a replica').check({ force: true });
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Give it a name')).toBeVisible();
      await expectAccessible(page, 'form with errors');
    });

    test('the step that updates the tables', async ({ openDesk, ownTown }) => {
      const last = readMigrations().at(-1);
      await ownTown.sql.query('UPDATE caretaker.migration SET finished_at = NULL WHERE id = ?', [last?.id]);
      const { page } = await openDesk({ town: ownTown });
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: 'The admin' }).click();
      await expect(page.getByRole('button', { name: 'Apply and sign in' })).toBeVisible();
      await expectAccessible(page, 'admin is asked');
      await page.getByRole('button', { name: 'Not now' }).click();
      await page.getByRole('button', { name: 'The moderator' }).click();
      await expect(page.getByRole('button', { name: 'Back' })).toBeVisible();
      await expectAccessible(page, 'moderator is told');
    });

    test('members: the list, results, none, and a member’s page', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await openMembers(desk);
      await expect(page.getByText('All members, newest first')).toBeVisible();
      await expectAccessible(page, 'members');
      await page.getByRole('searchbox').fill('ma');
      await expect(page.getByText('Nickname contains “ma”', { exact: true })).toBeVisible();
      await expectAccessible(page, 'results');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem').first()).toBeVisible();
      await expectAccessible(page, 'member’s page');
      await desk.goTo('/members?q=zzqqxx&id=999999999');
      await expect(page.getByText('No member has a nickname that contains “zzqqxx”')).toBeVisible();
      await expect(page.getByText('no member with the id 999999999')).toBeVisible();
      await expectAccessible(page, 'none found');
    });

    test('members: what opens over the list, by key', async ({ openDesk, ownTown }) => {
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'moderator');
      await desk.goTo('/members?q=a&status=active,banned&joined=2020-01-01..2026-12-31&sort=-joined');
      await expect(page.getByRole('columnheader', { name: 'Joined' })).toHaveAttribute(
        'aria-sort',
        'descending',
      );
      for (const [key, what] of [
        ['h', page.getByText('members who signed in with this device')],
        ['f', page.getByRole('button', { name: 'Done' })],
        ['l', page.getByRole('menuitemcheckbox', { name: 'Location' })],
        ['v', page.getByRole('menuitem', { name: 'Save as a view…' })],
      ] as const) {
        await page.keyboard.press(key);
        await expect(what).toBeVisible();
        await expectAccessible(page, `opened by ${key}`);
        await page.keyboard.press('Escape');
        await expect(what).toHaveCount(0);
      }
      await page.getByRole('button', { name: /^fresh \d+ s ago$/ }).click();
      await expect(page.getByText(/^So far it asked/)).toBeVisible();
      await expectAccessible(page, 'about the directory');
    });

    test('members: a selection, the decision about many, its run and the strip', async ({
      openDesk,
      ownTown,
    }) => {
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'moderator');
      await desk.goTo('/members?status=active');
      await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
      await selectFirst(page, 3);
      await expectAccessible(page, 'a selection');
      await page.keyboard.press('b');
      const sheet = page.getByRole('dialog', { name: 'Decide about 3 members' });
      await sheet.getByRole('textbox', { name: 'Reason' }).fill('A row about nothing');
      await expect(
        sheet.getByRole('region', { name: 'What will happen' }).getByRole('listitem').first(),
      ).toBeVisible();
      await expectAccessible(page, 'the decision about many');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('dialog').getByText('Finished: 3 of 3')).toBeVisible();
      await expectAccessible(page, 'a run');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('region', { name: 'Action on many members' })).toBeVisible();
      await expectAccessible(page, 'the strip of a run');
    });

    test('the record: the list, an entry, filters that leave nothing, an export', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'admin');
      await desk.goTo(`/record?subject=${desk.connectionName}`);
      await page.getByRole('row', { name: desk.connectionName }).first().click();
      await expect(page.getByRole('region', { name: /^Entry \d+$/ })).toBeVisible();
      await expectAccessible(page, 'record with an entry open');
      await page.getByRole('button', { name: 'Export CSV' }).click();
      await expect(page.getByText(/^Exported \d+ row/)).toBeVisible();
      await expectAccessible(page, 'export done');
      await desk.goTo('/record?from=2020-01-01&until=2020-01-01');
      await expect(page.getByText('Nothing in the record fits these filters')).toBeVisible();
      await expectAccessible(page, 'record without entries');
    });

    test('settings: one’s account, the staff, a person and the forms', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'admin');
      await desk.goTo('/settings/account');
      await expect(page.getByText('here, now')).toBeVisible();
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('Type the password that you have now')).toBeVisible();
      await expectAccessible(page, 'account with errors');
      await desk.goTo('/settings/staff?person=support');
      await expect(page.getByRole('region', { name: 'The support' })).toBeVisible();
      await expectAccessible(page, 'staff with a person open');
      await page.keyboard.press('n');
      await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
      await expect(page.getByText('Give the name')).toBeVisible();
      await expectAccessible(page, 'adding with errors');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('button', { name: 'Remove…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'asked before removing');
    });

    test('what lies over the screen: the palette and the keys', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'moderator');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('textbox').fill('ma');
      await expect(page.getByRole('dialog').getByText('7 members found')).toBeAttached();
      await expectAccessible(page, 'palette');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await expectAccessible(page, 'keys');
    });

    test('a role without members, and a place that does not exist', async ({ desk }) => {
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'cto');
      await desk.goTo('/members');
      await expect(page.getByText('Your role does not read members')).toBeVisible();
      await expectAccessible(page, 'forbidden');
      await desk.goTo('/nowhere');
      await expect(page.getByText('There is no such place in Caretaker')).toBeVisible();
      await expectAccessible(page, 'not found');
    });

    test('the database that does not answer', async ({ openDesk, ownTown }) => {
      const desk: Desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await openMembers(desk);
      await expect(page.getByText('All members, newest first')).toBeVisible();
      ownTown.server.kill();
      await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 3000 });
      await expectAccessible(page, 'lost connection');
    });

    test('a link that was used before', { tag: '@browser' }, async ({ browserDesk, watch }) => {
      watch.expectError(/401|WebSocket connection/);
      const page = await browserDesk.newBrowser();
      await page.emulateMedia({ colorScheme });
      await page.goto(browserDesk.link);
      await expect(page.getByRole('heading', { name: /already used/ })).toBeVisible();
      await expectAccessible(page, 'refused link');
    });
  });
}
