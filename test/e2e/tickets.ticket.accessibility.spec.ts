import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerField, conversation, openTicket, ticketsIn } from './support/tickets.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everyone can use a ticket and what is written on it, in the ${colorScheme} theme`, async ({
    desk,
    town,
  }) => {
    // A dozen states, each looked through whole.
    test.slow();
    const tickets = ticketsIn(town);
    await tickets.macro(`A refund ${colorScheme}`, {
      body: 'Dear {nickname}, {amount} comes back.',
      change: { status: 'solved', addTags: ['refund'] },
    });
    const id = await tickets.open({ priority: 4 });
    const { page } = desk;
    const { keyboard } = page;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'support');
    const shown = await openTicket(desk, id);
    await expectAccessible(page, 'a ticket');

    await keyboard.press('c');
    await expect(shown.getByText('Yours')).toBeVisible();
    await keyboard.press('a');
    await keyboard.type('Look at this, @adm');
    await expect(shown.getByRole('option', { name: 'The admin' })).toBeVisible();
    await expectAccessible(page, 'a note with a colleague to choose');
    await keyboard.press('Enter');
    await keyboard.press('Control+Enter');
    await expect(conversation(shown).getByRole('article', { name: /^Note by/ })).toBeVisible();
    await keyboard.press('w');
    await keyboard.type('It is on its way.');
    await keyboard.press('Control+Enter');
    await expect(conversation(shown)).toContainText(/Goes in \d+ s/);
    await expectAccessible(page, 'a note and an answer that waits');

    await keyboard.press('w');
    await keyboard.press('Control+m');
    await expect(page.getByRole('option', { name: /A refund/ }).first()).toBeVisible();
    await expectAccessible(page, 'the choice of a macro');
    await keyboard.press('Enter');
    await expect(answerField(shown)).toHaveValue(/\{amount\} comes back/);
    await expect(answerField(shown)).toBeFocused();
    await keyboard.press('Control+Enter');
    await expect(shown.getByText('Fill in {amount} first.')).toBeVisible();
    await expectAccessible(page, 'an answer that lacks something');
    await tickets.saysMore(id, 'One thing more.');
    await tickets.rows('UPDATE caretaker.ticket SET version = version + 1 WHERE id = ?', [id]);
    await expect(shown.getByText(/wrote while you were writing/)).toBeVisible();
    await answerField(shown).fill('It is on its way, once more.');
    await keyboard.press('Control+Enter');
    await expect(shown.getByRole('button', { name: 'Send anyway' })).toBeVisible();
    await expectAccessible(page, 'an answer that another came before');
    await keyboard.press('Control+d');
    await expect(page.getByRole('dialog', { name: 'Send it later' })).toBeVisible();
    await expectAccessible(page, 'when an answer goes');
    await keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await answerField(shown).press('Escape');

    await keyboard.press('o');
    await expect(page.getByRole('option', { name: /^Nobody/ })).toBeVisible();
    await expectAccessible(page, 'the choice of an assignee');
    await keyboard.press('Escape');
    await expect(page.getByRole('option')).toHaveCount(0);
    await keyboard.press('F2');
    await expect(shown.getByRole('textbox', { name: 'Subject' })).toBeFocused();
    await expectAccessible(page, 'a subject as it is changed');
    await keyboard.press('Escape');
    await expect(shown.getByRole('textbox', { name: 'Subject' })).toHaveCount(0);

    await page.setViewportSize({ width: 1024, height: 700 });
    await expectAccessible(page, 'a ticket in a small window');
    const member = shown.getByRole('region', { name: 'Followers' });
    await expect(member).toBeVisible();
    await keyboard.press(',');
    await expect(member).toBeHidden();
    await page.setViewportSize({ width: 720, height: 700 });
    await keyboard.press(',');
    await expect(member).toBeVisible();
    await expectAccessible(page, 'the member over the conversation');
  });
}

test('what members wrote stays text, and a picture shows only when it is asked for', async ({
  desk,
  town,
}) => {
  const tickets = ticketsIn(town);
  const hostile = '<img src=x onerror="document.title=1"> <a href="javascript:alert(1)">x</a> \u202Egnp.exe';
  const id = await tickets.open({}, { subject: hostile, body: `${hostile} {nickname}` });
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  await expect(conversation(shown).getByRole('article')).toContainText(
    '<img src=x onerror="document.title=1"> <a href="javascript:alert(1)">x</a> U+202Egnp.exe',
  );
  await expect(shown.locator('img, script')).toHaveCount(0);

  await desk.page.keyboard.press('w');
  await answerField(shown).fill('See the picture.');
  const files = shown.getByLabel('Files to send');
  await files.setInputFiles([
    { name: 'setup.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
    { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') },
  ]);
  const list = shown.getByRole('list', { name: 'Files that go with it' });
  await expect(list.getByRole('listitem').filter({ hasText: 'setup.exe' })).toContainText(
    'Pictures, PDF and plain text can be sent.',
  );
  await list.getByRole('button', { name: 'Remove setup.exe' }).click();
  await expect(list).toHaveText(/^dot\.png\d+ B$/);
  await desk.page.keyboard.press('Control+Enter');
  const answer = conversation(shown).getByRole('article', { name: /^Answer by/ });
  await expect(answer.getByRole('img')).toHaveCount(0);
  await answer.getByRole('button', { name: 'Show dot.png' }).click();
  await expect(answer.getByRole('img', { name: 'Sent as dot.png' })).toHaveJSProperty('naturalWidth', 1);
  const saved = desk.page.waitForEvent('download');
  await answer.getByRole('button', { name: 'Save dot.png' }).click();
  expect((await saved).suggestedFilename()).toBe('dot.png');
});

/** One transparent point. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
