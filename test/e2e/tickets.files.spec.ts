import { randomBytes } from 'node:crypto';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerField, conversation, openTicket, ticketsIn } from './support/tickets.ts';

/** A picture of one dot. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('files go with an answer and stand at the site; what is no such file is said at once and keeps the rest', async ({
  desk,
  town,
}) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  await desk.page.keyboard.press('w');
  await answerField(shown).fill('Here is how it looks.');
  const large = Buffer.concat([png, randomBytes(3_900_000)]);
  await shown.locator('input[type=file]').setInputFiles([
    { name: 'large.png', mimeType: 'image/png', buffer: large },
    { name: 'steps.txt', mimeType: 'text/plain', buffer: Buffer.from('Schritt 1: öffnen') },
    { name: 'program.txt', mimeType: 'text/plain', buffer: Buffer.from('4d5a9000', 'hex') },
  ]);
  const files = shown.getByRole('list', { name: 'Files that go with it' });
  await expect(files).toContainText('none of the files that are taken');
  await files
    .getByRole('button', { name: /program\.txt/ })
    .first()
    .click();
  await expect(files.getByRole('listitem')).toHaveCount(2);
  await expect(shown.getByText('Saved', { exact: true })).toBeVisible();
  await answerField(shown).press('Control+Enter');
  const answer = conversation(shown).getByRole('article', { name: /^Answer by/ });
  await expect(answer.getByRole('list', { name: 'Attachments' }).getByRole('listitem')).toHaveCount(2);
  await tickets.letGo(id);
  await expect(answer).toContainText('Delivered', { timeout: 30_000 });
  const told = await tickets.rows(
    `SELECT file.name, file.type, file.content FROM community_demo.notice_files AS file
     JOIN community_demo.notices AS notice ON notice.id = file.notice_id
     JOIN caretaker.outbox AS sent ON sent.request_id = notice.request_id
     JOIN caretaker.ticket_message AS message ON message.id = sent.ticket_message_id
     WHERE message.ticket_id = ? ORDER BY file.name`,
    [id],
  );
  expect(told).toEqual([
    { name: 'large.png', type: 'image/png', content: large },
    { name: 'steps.txt', type: 'text/plain', content: Buffer.from('Schritt 1: öffnen') },
  ]);
  await answer.getByRole('button', { name: 'Show large.png' }).click();
  await expect(answer.getByRole('img', { name: 'Sent as large.png' })).toBeVisible();
});
