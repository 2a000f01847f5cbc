import { type CommandId, keyMap } from './key-map.ts';

/** What a button says on hover: what its command does, or `label`, and the key of it. */
export function keyTitle(command: CommandId, label: string = keyMap[command].label): string {
  return `${label} (${keyMap[command].keys[0]})`;
}
