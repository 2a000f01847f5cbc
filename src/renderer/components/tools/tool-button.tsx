import { Button, type ButtonProps } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { type CommandId, keyMap } from '../../keys/key-map.ts';
import classes from './tool-button.module.css';

interface ToolButtonProps extends ButtonProps, Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps> {
  label: string;
  icon: TablerIcon;
  command: CommandId;
}

/** A button above a list; where there is little room its icon stands alone. */
export function ToolButton({ label, icon: Icon, command, className, ...rest }: ToolButtonProps) {
  return (
    <Button
      size="xs"
      variant="default"
      className={`${classes.tool} ${className ?? ''}`}
      title={`${keyMap[command].label} (${keyMap[command].keys[0]})`}
      {...rest}
    >
      <span className={classes.toolFace}>
        <Icon size={16} stroke={1.7} aria-hidden />
        <span className={classes.toolLabel}>{label}</span>
      </span>
    </Button>
  );
}
