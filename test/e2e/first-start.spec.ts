import { expect, test } from './support/fixtures.ts';

test.describe('The first start', { tag: '@browser' }, () => {
  test('the printed link opens the console, and takes its token out of the address', async ({
    browserDesk,
  }) => {
    const { page, connectionName } = browserDesk;
    await expect(page.getByRole('heading', { name: 'Caretaker', level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: connectionName })).toBeVisible();
    expect(page.url()).not.toContain('token');
  });
});
