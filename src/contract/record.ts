import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from './exports.ts';
import { procedure } from './procedure.ts';
import { Cursor, EntryId, PageLimit, UserName, Utc } from './values.ts';

/** Every action that the record can hold, as `subject.verb`, with the words shown for it. */
export const recordActions = {
  'account.password_changed': 'Changed the own password',
  'account.session_ended': 'Ended a session of the own account',
  'case.decided': 'Decided a case',
  'case.ending_settled': 'Let a sanction end',
  'case.escalated': 'Escalated a case',
  'case.handed_over': 'Handed a case over',
  'case.held': 'Put a case on hold',
  'case.noted': 'Wrote a note into a case',
  'case.resumed': 'Put a case back into the queue',
  'case.undone': 'Took back a decision about a case',
  'content.hidden': 'Hid content',
  'content.restored': 'Brought hidden content back',
  'database.migrated': 'Updated the console’s tables',
  'directory.paused': 'Stopped the build of the member directory',
  'directory.rebuilt': 'Had the member directory built anew',
  'directory.resumed': 'Let the build of the member directory go on',
  'macro.removed': 'Took a macro out of use, or back into it',
  'macro.saved': 'Saved a macro',
  'member.action_undone': 'Took back an action on a member',
  'member.addresses_revealed': 'Looked at the addresses of a member',
  'member.banned': 'Banned a member',
  'member.email_revealed': 'Looked at the e-mail of a member',
  'member.muted': 'Muted a member',
  'member.note_added': 'Wrote a note about a member',
  'member.note_edited': 'Edited a note about a member',
  'member.note_pinned': 'Pinned a note about a member, or unpinned it',
  'member.note_removed': 'Removed a note about a member, or brought it back',
  'member.password_reset': 'Made a member choose a new password',
  'member.renamed': 'Renamed a member',
  'member.restored': 'Lifted the sanctions of a member',
  'member.signed_out': 'Signed a member out everywhere',
  'member.suspended': 'Suspended a member',
  'member.warned': 'Warned a member',
  'members.exported': 'Exported a search for members',
  'metrics.exported': 'Exported figures of the database',
  'policy.removed': 'Took a policy out of use, or back into it',
  'policy.saved': 'Saved a policy',
  'presets.saved': 'Saved the decisions on digits',
  'prometheus.removed': 'Removed a Prometheus server, or brought it back',
  'prometheus.saved': 'Connected a Prometheus server, or changed it',
  'record.exported': 'Exported the record',
  'server.kill_refused': 'Could not end a session of the database',
  'server.session_ended': 'Ended a session of the database',
  'server.statement_ended': 'Stopped a statement of the database',
  'session.signed_in': 'Signed in',
  'session.signed_out': 'Signed out',
  'staff.added': 'Added a person to the staff',
  'staff.away': 'Said who of support is away',
  'staff.changed': 'Changed a person of the staff',
  'staff.password_reset': 'Gave a person of the staff a new password',
  'staff.removed': 'Removed a person from the staff',
  'staff.role_changed': 'Changed the role of a person of the staff',
  'statements.exported': 'Exported what statements cost',
  'team.removed': 'Removed a team',
  'team.saved': 'Made or renamed a team',
  'ticket.change_undone': 'Took back a change of tickets',
  'ticket.changed': 'Changed a ticket',
  'ticket.member_set': 'Said which member wrote a ticket',
  'ticket.merge_undone': 'Took back a merge or a split of tickets',
  'ticket.merged': 'Merged tickets',
  'ticket.noted': 'Wrote a note into a ticket',
  'ticket.opened': 'Opened a ticket',
  'ticket.referred': 'Handed a ticket to the community managers',
  'ticket.replied': 'Answered a ticket',
  'ticket.reply_scheduled': 'Scheduled an answer to a ticket',
  'ticket.reply_unscheduled': 'Stopped a scheduled answer',
  'ticket.reply_unsent': 'Took back an answer before it was sent',
  'ticket.rules_saved': 'Saved business hours and targets',
  'ticket.split': 'Split a ticket',
  'tickets.exported': 'Exported figures of support',
  'traffic.exported': 'Exported figures of traffic',
  'view.removed': 'Removed a saved view',
  'view.saved': 'Saved a view',
  'weights.saved': 'Saved the weights of the queue',
} as const;
export type RecordAction = keyof typeof recordActions;
const actionNames = Object.keys(recordActions) as [RecordAction, ...RecordAction[]];
export const RecordAction = z.enum(actionNames);

export const subjectKinds = [
  'case',
  'connection',
  'content',
  'directory',
  'macro',
  'member',
  'metrics',
  'policy',
  'prometheus',
  'record',
  'schema',
  'session',
  'staff',
  'team',
  'ticket',
  'traffic',
  'view',
] as const;
export const SubjectKind = z.enum(subjectKinds);
export type SubjectKind = z.infer<typeof SubjectKind>;

export const RecordEntry = z.object({
  id: EntryId,
  at: Utc,
  /** The database account that did it, as the server saw it. */
  actor: z.string(),
  /** A newer console may have written an action this one does not know. */
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type RecordEntry = z.infer<typeof RecordEntry>;

/** Each part narrows; null leaves it open. `from` is included, `until` is not. */
export const RecordFilter = z.object({
  actor: UserName.nullable().default(null),
  action: RecordAction.nullable().default(null),
  subjectKind: SubjectKind.nullable().default(null),
  subjectId: z.string().trim().min(1).max(190).nullable().default(null),
  from: Utc.nullable().default(null),
  until: Utc.nullable().default(null),
});
export type RecordFilter = z.infer<typeof RecordFilter>;

export const record = {
  /** Newest first. Who may not read the whole record reads what they did themselves. */
  list: procedure('signed-in')
    .input(z.object({ filter: RecordFilter, cursor: Cursor.nullable().default(null), limit: PageLimit }))
    .output(
      z.object({
        rows: z.array(RecordEntry),
        next: Cursor.nullable(),
        scope: z.enum(['everyone', 'own']),
        asOf: Utc,
      }),
    ),
  /** Writes a CSV file on the machine the console runs on. Leaving the iterator stops it and removes the file. */
  export: procedure('signed-in')
    .input(z.object({ filter: RecordFilter }))
    .output(eventIterator(ExportProgress)),
};
