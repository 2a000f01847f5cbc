import { contextBridge, ipcRenderer } from 'electron';

const bridge = { connectMessage: 'caretaker:connect' } as const satisfies Window['caretaker'];

// The page cannot be given an ipcRenderer, nor a port by the bridge: it posts one of its own to its window,
// and only its end travels on. The main process checks who sent it before anything is answered.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.location.origin) return;
  if (event.data !== bridge.connectMessage) return;
  ipcRenderer.postMessage(bridge.connectMessage, null, [...event.ports]);
});

contextBridge.exposeInMainWorld('caretaker', bridge);
