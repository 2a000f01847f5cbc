/** The wish to stop, by Ctrl-C, by a signal, or because the program that started this one is gone. */
export interface Stop {
  signal: AbortSignal;
  /** Resolves, with nothing to say, once stopping was asked for. */
  asked: Promise<null>;
  end(): void;
}

/** Listens until `end`. Asking again changes nothing: each part is stopped within a bounded time anyway. */
export function listenForStop(): Stop {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('Stopped'));
  const asked = new Promise<null>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(null));
  });
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of signals) process.on(name, stop);
  const starter = Number(process.env.CARETAKER_STARTED_BY);
  const watch = setInterval(() => {
    if (process.ppid !== starter) stop();
  }, 1000);
  if (!starter || process.platform === 'win32') clearInterval(watch);
  watch.unref();
  return {
    signal: controller.signal,
    asked,
    end() {
      clearInterval(watch);
    },
  };
}
