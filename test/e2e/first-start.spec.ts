import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

// The browser itself reports each request that is turned away.
const turnedAway = /401|WebSocket connection/;

test.describe('The first start', { tag: '@browser' }, () => {
  test('the printed link opens the console, and its token leaves the address', async ({ browserDesk }) => {
    const { page, connectionName } = browserDesk;
    await expect(page.getByRole('heading', { name: 'Caretaker', level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: connectionName })).toBeVisible();
    expect(page.url()).toBe(`${browserDesk.origin}/`);
  });

  test('the same link opened by someone else shows a page that says what to do', async ({
    browserDesk,
    watch,
  }) => {
    watch.expectError(turnedAway);
    await expect(browserDesk.page.getByRole('heading', { name: 'Caretaker', level: 1 })).toBeVisible();
    const other = await browserDesk.newBrowser();
    await other.goto(browserDesk.link);
    await expect(other.getByRole('heading', { name: /This link was already used/ })).toBeVisible();
    await expect(other.getByText('start it again')).toBeVisible();
    await expect(other.getByText(browserDesk.connectionName)).toHaveCount(0);
  });

  test('after a reload, and in a second tab, I am still signed in', async ({ browserDesk }) => {
    const { page } = browserDesk;
    await signIn(browserDesk, 'moderator');
    await page.reload();
    await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('The moderator');
    const tab = await browserDesk.newTab();
    await browserDesk.goTo('/record', tab);
    await expect(tab.getByRole('heading', { name: 'Your record' })).toBeVisible();
  });

  test('signing in and out in one tab shows in the other', async ({ browserDesk }) => {
    const tab = await browserDesk.newTab();
    await browserDesk.goTo('/', tab);
    await signIn(browserDesk, 'support');
    await expect(tab.getByRole('complementary', { name: 'Console' })).toContainText('The support');
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await expect(browserDesk.page.getByRole('heading', { name: browserDesk.connectionName })).toBeVisible();
  });

  test('the bare address without the link is refused, and continues once the link is opened in another tab', async ({
    openBrowserDesk,
    town,
    watch,
  }) => {
    watch.expectError(turnedAway);
    const desk = await openBrowserDesk({ town, enter: false });
    await desk.page.goto(desk.origin);
    await expect(desk.page.getByText('Look where Caretaker was started')).toBeVisible();
    const tab = await desk.newTab();
    await tab.goto(desk.link);
    await expect(tab.getByRole('heading', { name: desk.connectionName })).toBeVisible();
    await expect(desk.page.getByRole('heading', { name: desk.connectionName })).toBeVisible();
  });

  test('a link to a member opens that member after the first sign-in', async ({ browserDesk }) => {
    await browserDesk.goTo('/members?q=ma&id=3');
    await signIn(browserDesk, 'moderator');
    await expect(browserDesk.page.getByRole('region', { name: 'Member 3' })).toBeVisible();
    await expect(browserDesk.page.getByRole('searchbox')).toHaveValue('ma');
  });
});
