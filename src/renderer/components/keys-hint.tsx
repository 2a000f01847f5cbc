import { bindingOf, type CommandId } from '../keys/key-map.ts';
import { keyCaps } from '../keys/key-press.ts';
import classes from './keys-hint.module.css';

const mac = navigator.platform.startsWith('Mac');

/** The key of a command, as key caps; `all` shows its alternatives too. */
export function KeysHint({ command, all = false }: { command: CommandId; all?: boolean }) {
  const alternatives = bindingOf(command).keys.slice(0, all ? undefined : 1);
  return (
    <span className={classes.hint}>
      {alternatives.map((keys, index) => (
        <span key={keys} className={classes.keys}>
          {index > 0 && <span className={classes.or}>or</span>}
          {keyCaps(keys, mac).map((cap) => (
            <kbd key={cap} className={classes.cap}>
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
