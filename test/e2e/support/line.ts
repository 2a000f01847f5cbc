import type { Page, WebSocketRoute } from '@playwright/test';

/** A line that does what a bad one does. */
export interface BadLine {
  /** Loses all answers from now on. */
  swallow(): void;
  cut(): void;
  /** Cuts it, and lets nobody through until `mend`. */
  break(): void;
  mend(): void;
}

/** The line between a page and its service, before it is opened. */
export async function lineOf(page: Page): Promise<BadLine> {
  let swallowing = false;
  let broken = false;
  let open: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/calls$/, (route) => {
    if (broken) return void route.close();
    open = route;
    const service = route.connectToServer();
    service.onMessage((message) => {
      if (!swallowing) route.send(message);
    });
  });
  return {
    swallow() {
      swallowing = true;
    },
    cut() {
      swallowing = false;
      void open?.close();
    },
    break() {
      broken = true;
      void open?.close();
    },
    mend() {
      broken = false;
    },
  };
}
