import type { HistorySource } from '../../../../contract/members/page.ts';
import type { CommandId } from '../../../keys/key-map.ts';

/** What each source of a history is called on its filter, and the key that chooses it. */
export const sourceWords: Record<HistorySource, { label: string; command: CommandId }> = {
  login: { label: 'Sign-ins', command: 'history.login' },
  activity: { label: 'Activity', command: 'history.activity' },
  content: { label: 'Writings', command: 'history.content' },
  'report-by': { label: 'Reports made', command: 'history.report-by' },
  'report-against': { label: 'Reports received', command: 'history.report-against' },
  action: { label: 'Staff actions', command: 'history.action' },
  rename: { label: 'Names', command: 'history.rename' },
  note: { label: 'Notes', command: 'history.note' },
};
