import type { Desk } from './support/desk.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMember, someoneFree, stateOf } from './support/member.ts';

test.describe('Two people at once', { tag: '@browser' }, () => {
  test('what one does shows at the other’s within two seconds, and moves nothing until asked for', async ({
    openBrowserDesk,
    town,
  }) => {
    const mine: Desk = await openBrowserDesk({ town });
    const theirs: Desk = await openBrowserDesk({ town });
    await signIn(mine, 'admin');
    await mine.goTo('/record?action=session.signed_in');
    const rows = mine.page.getByRole('grid').locator('tbody').getByRole('row');
    await expect(rows.filter({ hasText: mine.connectionName })).toHaveCount(1);
    const top = await rows.first().textContent();

    await signIn(theirs, 'support');
    const news = mine.page.getByRole('button', { name: /new entr/ });
    await expect(news).toBeVisible({ timeout: 2000 });
    await expect(rows.filter({ hasText: theirs.connectionName })).toHaveCount(0);
    expect(await rows.first().textContent()).toBe(top);
    await news.click();
    await expect(rows.filter({ hasText: theirs.connectionName })).toHaveCount(1);
    await expect(news).toHaveCount(0);
  });

  test('each sees the other’s news, and n loads them', async ({ openBrowserDesk, town }) => {
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'admin');
    await signIn(theirs, 'cto');
    for (const [watching, acting] of [
      [mine, theirs],
      [theirs, mine],
    ] as const) {
      await watching.goTo(`/record?action=record.exported`);
      const rows = watching.page.getByRole('grid').locator('tbody').getByRole('row');
      await expect(watching.page.getByText(/as of/)).toBeVisible();
      const before = await rows.count();
      await acting.goTo(`/record?subject=${acting.connectionName}`);
      await acting.page.getByRole('button', { name: 'Export CSV' }).click();
      await expect(acting.page.getByText(/^Exported \d+ row/)).toBeVisible();
      await expect(watching.page.getByRole('button', { name: /new entr/ })).toBeVisible({ timeout: 2000 });
      await watching.page.keyboard.press('n');
      await expect(rows).toHaveCount(before + 1);
    }
  });

  test('what one does to a member shows on the other’s page within two seconds, with who did it', async ({
    openBrowserDesk,
    town,
  }) => {
    const id = await someoneFree(town, 500);
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'moderator');
    await signIn(theirs, 'admin');
    const here = await openMember(mine, id);
    await expect(here.getByText(/^Nobody decided anything/)).toBeVisible();
    await openMember(theirs, id);
    await act(theirs, 'Mute', 'Heated by the match');
    await expect(theirs.page.getByRole('region', { name: 'Sanctions in force' })).toBeVisible();

    await expect(here.getByRole('region', { name: 'Sanctions in force' })).toContainText(
      /Muted.* by The admin/,
      { timeout: 2000 },
    );
    await expect(here.getByRole('status').filter({ hasText: 'The admin decided' })).toContainText('Muted');
    await theirs.page.keyboard.press('z');
    await expect(here.getByRole('region', { name: 'Sanctions in force' })).toHaveCount(0);
    await expect(here.getByText('The admin took back a decision')).toBeVisible();
  });

  test('of two who decide about one member at once, the second is told what changed and keeps the form', async ({
    openBrowserDesk,
    town,
  }) => {
    const id = await someoneFree(town, 520);
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'moderator');
    await signIn(theirs, 'admin');
    const here = await openMember(mine, id);
    await openMember(theirs, id);
    await here.getByRole('button', { name: 'Suspend' }).click();
    const sheet = mine.page.getByRole('dialog');
    await sheet.getByRole('radio', { name: '30 d' }).check();
    await sheet.getByRole('textbox', { name: 'Reason' }).fill('Threats in three groups');

    await act(theirs, 'Suspend', 'Threats');
    await expect(sheet.getByRole('alert')).toContainText('There is a suspension in force');
    await mine.page.keyboard.press('Control+Enter');
    await expect(sheet.getByRole('button', { name: 'I have looked, go on' })).toBeFocused();
    expect((await stateOf(town, id)).status).toBe('suspended');
    await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Threats in three groups');

    await mine.page.keyboard.press('Enter');
    await expect(sheet.getByRole('alert')).toHaveCount(0);
    await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
    await expect(sheet).toHaveCount(0);
    await expect(here.getByRole('region', { name: 'Sanctions in force' })).toContainText(
      'Threats in three groups',
    );

    // What stands beneath a later decision cannot be taken back, and says so.
    const theirDecision = theirs.page.getByRole('region', { name: 'Decisions' }).getByRole('listitem').nth(1);
    await expect(theirDecision).toContainText('by you');
    await expect(theirDecision.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
    await mine.page.keyboard.press('z');
    await expect(mine.page.getByText(/^Taken back:/)).toBeVisible();
    expect((await stateOf(town, id)).status).toBe('suspended');
  });
});

async function act({ page }: Desk, button: string, reason: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: button }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toHaveCount(0);
}
