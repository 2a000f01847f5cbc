import type { Connection } from 'mysql2/promise';
import { noise, stageHours, stageSizes, stageUse } from './headroom-history.ts';

const gigabyte = 1e9;
const law = { alpha: 0.02, beta: 0.0012, gamma: 180 };

/** Sessions at work of an hour: quiet nights, busy evenings, now and then a rush. */
const load = (hour: number) =>
  2 +
  10 * (1 + Math.sin((2 * Math.PI * (hour - 14)) / 24)) * (0.6 + 0.4 * noise(hour)) +
  14 * noise(hour + 0.3) ** 8;

const throughput = (n: number) => (law.gamma * n) / (1 + law.alpha * (n - 1) + law.beta * n * (n - 1));

/** A schema `shop` beside the community, and a year of what the console measured of it; today's is done. */
export async function headroomTown(sql: Connection): Promise<void> {
  await makeShop(sql);
  await sql.query(
    "REPLACE INTO caretaker.job_lease (job, holder, expires_at, last_run_at) VALUES ('measure-tables', '', '2000-01-01', UTC_TIMESTAMP(6))",
  );
  await stageHours(sql, 365, {
    concurrency: load,
    statements: (hour) => throughput(load(hour)) * (1 + 0.12 * (noise(hour + 0.7) + noise(hour + 0.9) - 1)),
    uptime: (hour) => 3600 * (hour + 200),
    connected: (hour) => 30 + hour / 160 + 25 * noise(hour + 0.1),
    max_used: (hour) => Math.max(60, 30 + Math.floor((hour / 160 + 8 * Math.sin(hour / 700)) / 5) * 5),
    checkpoint_age: (hour) => 60e6 * (0.2 + 0.3 * noise(hour + 0.2) ** 3),
    checkpoint_limit: () => 80e6,
  });
  await stageSizes(sql, 365, [
    {
      schema: 'shop',
      table: 'line_items',
      lastId: 2_147_483_647n,
      at: (day) => ({
        bytes: gigabyte * (40 + 0.11 * day),
        indexBytes: gigabyte * (12 + 0.05 * day),
        nextId: BigInt(Math.round(1_100_000_000 + day * 2_300_000 + 2e7 * Math.sin(day / 20))),
      }),
      indexes: {
        PRIMARY: (day) => gigabyte * (40 + 0.11 * day),
        by_order: (day) => gigabyte * (8 + 0.03 * day),
        by_order_product: (day) => gigabyte * (4 + 0.02 * day),
      },
    },
    {
      schema: 'shop',
      table: 'visits',
      lastId: 4_294_967_295n,
      at: (day) => ({
        bytes: gigabyte * (3 + 0.02 * day),
        indexBytes: gigabyte,
        nextId: BigInt(900_000_000 + Math.round(day * 4_100_000 * (1 + 0.2 * noise(day)))),
      }),
    },
    {
      schema: 'shop',
      table: 'coupons',
      lastId: 65_535n,
      at: (day) => ({
        bytes: 2e6 + 9000 * day,
        indexBytes: 1e6,
        nextId: BigInt(Math.round(30_000 + 61 * day + 900 * Math.sin(day / 40))),
      }),
    },
    { schema: 'shop', table: 'settings', at: () => ({ bytes: 16_384 }) },
  ]);
  await stageUse(sql, { schema: 'shop', table: 'line_items', index: 'by_note', daysSeen: 64 });
  await stageUse(sql, { schema: 'shop', table: 'line_items', index: 'fk_order', daysSeen: 64 });
  await stageUse(sql, { schema: 'shop', table: 'visits', index: 'by_place', daysSeen: 12 });
}

async function makeShop(sql: Connection): Promise<void> {
  const statements = [
    'CREATE DATABASE IF NOT EXISTS shop',
    `CREATE TABLE IF NOT EXISTS shop.orders (id INT PRIMARY KEY)`,
    `CREATE TABLE IF NOT EXISTS shop.line_items (
      id INT AUTO_INCREMENT PRIMARY KEY, order_id INT, product_id INT, shipment_id INT, note VARCHAR(200),
      KEY by_order (product_id), KEY by_order_product (product_id, note), KEY by_note (note(20)),
      KEY fk_order (order_id), CONSTRAINT item_order FOREIGN KEY (order_id) REFERENCES orders (id)
    ) AUTO_INCREMENT = 1940000000`,
    `CREATE TABLE IF NOT EXISTS shop.visits (
      id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, place INT, KEY by_place (place)
    ) AUTO_INCREMENT = 2400000000`,
    `CREATE TABLE IF NOT EXISTS shop.coupons (
      id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20), UNIQUE KEY code (code), KEY code_again (code)
    ) AUTO_INCREMENT = 52300`,
    `CREATE TABLE IF NOT EXISTS shop.colours (id TINYINT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 127`,
    'ANALYZE TABLE shop.line_items, shop.visits, shop.coupons',
  ];
  for (const statement of statements) await sql.query(statement);
}
