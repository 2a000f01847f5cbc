import type { Desk } from './support/desk.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

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
});
