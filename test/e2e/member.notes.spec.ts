import type { RowDataPacket } from 'mysql2/promise';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMember } from './support/member.ts';

test('I write a note, edit it, pin it, remove it and bring it back', async ({ desk, town }) => {
  const id = 160;
  await signIn(desk, 'moderator');
  const notes = (await openMember(desk, id)).getByRole('region', { name: 'Notes' });
  await write(desk, 'First seen in the wave of September.');
  await write(desk, 'Answers when asked kindly.');
  const rows = notes.getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Answers when asked kindly.');

  await rows.last().getByRole('button', { name: 'Pin the note on top' }).click();
  await expect(rows.first()).toContainText('First seen in the wave');
  await rows.first().getByRole('button', { name: 'Edit the note' }).click();
  const editor = rows.first().getByRole('textbox', { name: 'Edit the note' });
  await expect(editor).toBeFocused();
  await editor.fill('First seen in the wave of October.');
  await editor.press('Control+Enter');
  await expect(rows.first()).toContainText('wave of October.');
  await expect(rows.first()).toContainText('edited');

  await rows.first().getByRole('button', { name: 'Remove the note' }).click();
  await expect(rows).toHaveCount(1);
  await desk.page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('wave of October.');
  const [kept] = await town.sql.query<RowDataPacket[]>(
    'SELECT author, body, pinned, removed_at FROM caretaker_audit.member_note WHERE member_id = ? ORDER BY id',
    [id],
  );
  expect(kept.map(({ body, pinned, removed_at }) => [body, pinned, removed_at])).toEqual([
    ['First seen in the wave of October.', 1, null],
    ['Answers when asked kindly.', 0, null],
  ]);
});

test('another’s note I may pin, but neither edit nor remove', async ({ openBrowserDesk, town }) => {
  const theirs = await openBrowserDesk({ town });
  await signIn(theirs, 'support');
  await openMember(theirs, 170);
  await write(theirs, 'A note of support.');
  const mine = await openBrowserDesk({ town });
  await signIn(mine, 'moderator');
  const row = (await openMember(mine, 170))
    .getByRole('region', { name: 'Notes' })
    .getByRole('listitem')
    .first();
  await expect(row).toContainText('The support');
  await expect(row.getByRole('button')).toHaveCount(1);
  await row.getByRole('button', { name: 'Pin the note on top' }).click();
  await expect(row.getByRole('button', { name: 'Unpin the note' })).toBeVisible();
});

test('a note that I began is kept while I look elsewhere, until I save or drop it', async ({ desk }) => {
  await signIn(desk, 'moderator');
  const notes = (await openMember(desk, 180)).getByRole('region', { name: 'Notes' });
  await desk.page.keyboard.press('n');
  await desk.page.keyboard.type('Half a thought');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('r');
  await expect(desk.page.getByRole('heading', { name: 'Your record' })).toBeVisible();
  await desk.page.goBack();
  await expect(notes.getByRole('textbox')).toHaveValue('Half a thought');
  await notes.getByRole('button', { name: /^Save/ }).click();
  await expect(notes.getByRole('listitem').first()).toContainText('Half a thought');
  await expect(notes.getByRole('textbox')).toHaveValue('');
});

test('a note that changed under my hands is not overwritten unseen', { tag: '@browser' }, async ({
  openBrowserDesk,
  town,
}) => {
  const desk = await openBrowserDesk({ town });
  await signIn(desk, 'moderator');
  await openMember(desk, 190);
  await write(desk, 'As it was.');
  const tab = await desk.newTab();
  const here = (await openMember(desk, 190))
    .getByRole('region', { name: 'Notes' })
    .getByRole('listitem')
    .first();
  const there = (await openMember(desk, 190, '', tab))
    .getByRole('region', { name: 'Notes' })
    .getByRole('listitem')
    .first();
  await here.getByRole('button', { name: 'Edit the note' }).click();
  await here.getByRole('textbox').fill('Mine, begun early.');
  await there.getByRole('button', { name: 'Edit the note' }).click();
  await there.getByRole('textbox').fill('Theirs, saved first.');
  await there.getByRole('textbox').press('Control+Enter');

  await expect(here.getByRole('alert')).toContainText('Theirs, saved first.');
  await expect(here.getByRole('textbox')).toHaveValue('Mine, begun early.');
  await here.getByRole('textbox').press('Control+Enter');
  await expect(here.getByRole('alert').last()).toContainText('changed');
  await here.getByRole('button', { name: 'Write mine over it' }).click();
  await here.getByRole('textbox').press('Control+Enter');
  await expect(here).toContainText('Mine, begun early.');
  await expect(there).toContainText('Mine, begun early.');
});

async function write({ page }: Desk, body: string): Promise<void> {
  const notes = page.getByRole('region', { name: 'Notes' });
  const field = notes.getByRole('textbox', { name: /^Write a note/ });
  await field.fill(body);
  await field.press('Control+Enter');
  await expect(notes.getByRole('listitem').filter({ hasText: body })).toBeVisible();
}
