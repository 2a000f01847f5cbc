import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useReachable } from '../../transport/reachable.ts';
import type { useFileExport } from './file-export.tsx';

interface CsvButtonProps {
  file: ReturnType<typeof useFileExport>;
  size?: 'compact-sm' | 'xs' | undefined;
  title?: string | undefined;
}

/** Starts the export of what a view shows, unless one runs or the database does not answer. */
export function CsvButton({ file, size = 'compact-sm', title }: CsvButtonProps) {
  const reachable = useReachable();
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
      title={title}
      disabled={file.running || !reachable}
      onClick={file.start}
    >
      CSV
    </Button>
  );
}
