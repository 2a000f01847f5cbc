import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a person's own connections and settings lie: the same folder that the desktop window uses. */
export function userProfileDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Caretaker');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Caretaker');
  return join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'Caretaker');
}
