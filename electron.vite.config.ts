import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { compression } from './scripts/build/compression.ts';
import { nonceMark } from './src/core/page/policy.ts';

export default defineConfig(({ command }) => ({
  main: {
    build: {
      outDir: 'out/main',
      // Readable in a package too: who looks after it can see what runs, and a stack names real places.
      minify: false,
      rolldownOptions: { input: 'src/main/index.ts' },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      // A sandboxed preload is one CommonJS file that can require nothing but Electron.
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), atRoot(), compression()],
    ...(command === 'build' ? { html: { cspNonce: nonceMark } } : {}),
    build: {
      outDir: 'out/renderer',
      minify: true,
      target: 'chrome138',
    },
    server: { host: '127.0.0.1' },
  },
}));

/** Addresses are places inside the interface, so its files are named from the root and not from the place. */
function atRoot() {
  return { name: 'caretaker:at-root', config: () => ({ base: '/' }) };
}
