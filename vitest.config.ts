import { defineConfig } from 'vitest/config';

const server = process.env.CARETAKER_TEST_SERVER ?? 'mariadb';

export default defineConfig({
  test: {
    projects: [
      // Laws try thousands of cases, on a machine that may have other work.
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: `integration on ${server}`,
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          // Each file has a database server of its own, on a machine that may have two cores.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'static',
          include: ['test/static/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
