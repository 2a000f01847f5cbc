import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  platform: NodeJS.Platform;
  /** Reloading and inspecting the page belong to development. */
  development: boolean;
  newWindow: () => void;
  /** Null where no updates are published. */
  checkForUpdates: (() => void) | null;
}

/** The native menu: the system's own roles, so that copying, zooming and closing work as everywhere. */
export function menuTemplate(o: MenuOptions): MenuItemConstructorOptions[] {
  const mac = o.platform === 'darwin';
  return [
    ...(mac ? [appleMenu(o)] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: o.newWindow },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(o.development) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpItems(o, mac) },
  ];
}

function appleMenu(o: MenuOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      ...updateItems(o),
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function viewItems(development: boolean): MenuItemConstructorOptions[] {
  const always: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (!development) return always;
  return [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }, ...always];
}

function helpItems(o: MenuOptions, mac: boolean): MenuItemConstructorOptions[] {
  return mac ? [] : [...updateItems(o), { role: 'about' }];
}

function updateItems({ checkForUpdates }: MenuOptions): MenuItemConstructorOptions[] {
  return checkForUpdates === null ? [] : [{ label: 'Check for Updates…', click: checkForUpdates }];
}
