import { IconDownload } from '@tabler/icons-react';
import type { MemberQuery } from '../../../../contract/members/search.ts';
import { useFileExport } from '../../../components/notices/file-export.tsx';
import { ToolButton } from '../../../components/tools/tool-button.tsx';
import { client } from '../../../transport/client.ts';
import { useReachable } from '../../../transport/reachable.ts';

/** Takes what a search finds away as a file. */
export function ExportButton({ query }: { query: MemberQuery }) {
  const reachable = useReachable();
  const { running, start } = useFileExport({
    id: 'members-export',
    what: 'members',
    start: 'members.export',
    stop: 'members.stop-export',
    run: (signal) => client.members.export(query, { signal }),
  });
  return (
    <ToolButton
      label={running ? 'Exporting…' : 'Export'}
      icon={IconDownload}
      command="members.export"
      disabled={running || !reachable}
      onClick={start}
    />
  );
}
