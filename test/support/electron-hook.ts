import { registerHooks } from 'node:module';

// Preloaded before a built bundle, so that Node runs it with the stand-in where Electron would be.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context);
    return { url: new URL('./electron-module.ts', import.meta.url).href, shortCircuit: true };
  },
});
