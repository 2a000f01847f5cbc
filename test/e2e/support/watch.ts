import { type BrowserContext, expect, type Page } from '@playwright/test';

/** Looks at every page of a test for what no person would see: errors, broken policies, calls to elsewhere. */
export interface Watch {
  over(context: BrowserContext): Promise<void>;
  /** Errors that a test means to cause; everything else that the console of the browser says in red fails it. */
  expectError(pattern: RegExp): void;
  /** Requests that left the console's own origin. */
  readonly strangers: readonly string[];
  check(): void;
}

/** `own` matches the addresses of the console itself. */
export function createWatch(own: RegExp): Watch {
  const problems: string[] = [];
  const strangers: string[] = [];
  const expected: RegExp[] = [];

  function follow(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        problems.push(`${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      // What the page holds itself is asked of nobody.
      if (!own.test(request.url()) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
    });
  }

  return {
    async over(context) {
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy broken: ${event.violatedDirective} by ${event.blockedURI}`);
        });
      });
      for (const page of context.pages()) follow(page);
      context.on('page', follow);
    },
    expectError: (pattern) => expected.push(pattern),
    strangers,
    check() {
      expect(strangers, 'requests to anywhere but the console').toEqual([]);
      expect(
        problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
        'errors in the console of the browser',
      ).toEqual([]);
    },
  };
}
