import { Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { ToolButton } from '../../../components/tools/tool-button.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { type ColumnName, columnNames } from './column-names.ts';
import { columns } from './member-columns.tsx';

interface ColumnChooserProps {
  chosen: readonly ColumnName[];
  onChoose: (columns: readonly ColumnName[]) => void;
}

/** Which columns the list has, beside the nickname. Where there is little room some of them give way. */
export function ColumnChooser({ chosen, onChoose }: ColumnChooserProps) {
  const [opened, setOpened] = useState(false);
  useCommand('members.columns', () => setOpened(true));
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      closeOnItemClick={false}
      // Not by a key press outside as well, which may be the one that opens it.
      clickOutsideEvents={['mousedown', 'touchstart']}
      // It would be a child of the menu that is no item of it.
      withInitialFocusPlaceholder={false}
      position="bottom-end"
      shadow="md"
      width={200}
    >
      <Menu.Target>
        <ToolButton label="Columns" icon={IconColumns3} command="members.columns" />
      </Menu.Target>
      <Menu.Dropdown>
        {columnNames.map((name) => (
          <Menu.CheckboxItem
            key={name}
            checked={chosen.includes(name)}
            onChange={(checked) =>
              onChoose(columnNames.filter((each) => (each === name ? checked : chosen.includes(each))))
            }
          >
            {columns[name].label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
