import type { AppUpdater } from 'electron-updater';

export interface UpdateOptions {
  updater: Pick<
    AppUpdater,
    'autoDownload' | 'autoInstallOnAppQuit' | 'checkForUpdates' | 'downloadUpdate' | 'quitAndInstall'
  >;
  /** Asks the person; true for the first button. */
  ask: (question: { message: string; detail: string; yes: string; no: string }) => Promise<boolean>;
  tell: (message: string, detail: string) => Promise<void>;
}

/** Updates come only where a package says from whom: electron-builder writes this file when it publishes. */
export function updatesArePublished(o: { packaged: boolean; feedFileExists: boolean }): boolean {
  return o.packaged && o.feedFileExists;
}

/**
 * A check for updates. Nothing is fetched before the person said yes, and nothing is installed before they
 * said yes again: a console is not taken from under someone at work.
 */
export function createUpdateCheck({ updater, ask, tell }: UpdateOptions): () => Promise<void> {
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;

  return async () => {
    try {
      const found = await updater.checkForUpdates();
      if (found === null || !found.isUpdateAvailable) {
        return await tell('Caretaker is up to date.', 'There is no newer version.');
      }
      const fetch = await ask({
        message: `Caretaker ${found.updateInfo.version} is available.`,
        detail: 'It can be fetched now while you go on working.',
        yes: 'Fetch it',
        no: 'Not now',
      });
      if (!fetch) return;
      await updater.downloadUpdate();
      const install = await ask({
        message: `Caretaker ${found.updateInfo.version} is ready.`,
        detail: 'Installing closes Caretaker and opens it again. What you have typed and not sent is lost.',
        yes: 'Close and install',
        no: 'Later',
      });
      if (install) updater.quitAndInstall();
    } catch {
      await tell(
        'The update could not be checked or fetched.',
        'Nothing was changed. Look at the network connection and try again from the menu.',
      );
    }
  };
}
