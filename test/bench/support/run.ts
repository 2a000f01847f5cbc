import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { errorMessage } from '../../../scripts/private-server/errors.ts';
import { findServer } from '../../../scripts/private-server/find.ts';
import { listenForStop } from '../../../scripts/start/stop.ts';
import { type Figure, table } from './figures.ts';
import type { Flags } from './flags.ts';
import { type Ground, openGround } from './ground.ts';

/** What each file of test/bench offers. */
interface Benchmark {
  measure(ground: Ground): Promise<Figure[]>;
}

/** Everything but the table goes to the standard error. */
const say = (line: string) => console.error(line);

/**
 * Runs the benchmarks asked for, prints their table and writes their JSON. Resolves with the exit code: 0 also when
 * an aim was missed, 1 when something could not be measured, 130 when stopped.
 */
export async function runBenchmarks(flags: Flags): Promise<number> {
  const stop = listenForStop();
  const figures: Figure[] = [];
  let failed = false;
  try {
    await using ground = openGround(flags, stop.signal, say);
    for (const name of flags.names) {
      say(`Measuring ${name} (load ${loads()})`);
      try {
        const benchmark: Benchmark = await import(`../${name}.ts`);
        const measured = await benchmark.measure(ground);
        figures.push(...measured.map((it) => ({ ...it, name: `${name}: ${it.name}` })));
      } catch (error) {
        stop.signal.throwIfAborted();
        failed = true;
        say(`${name} could not be measured: ${errorMessage(error)}`);
      }
    }
    if (figures.length > 0) console.log(`\n${machine(flags.members)}\n\n${table(figures)}`);
    if (flags.json) writeFileSync(flags.json, `${JSON.stringify(figures, null, 2)}\n`);
    return failed ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    say(errorMessage(error));
    return 1;
  } finally {
    stop.end();
  }
}

function machine(members: number): string {
  const cores = availableParallelism();
  const busy = (loadavg()[0] ?? 0) > cores + 1 ? ' Other work shares this machine: trust the ratios.' : '';
  return (
    `${members.toLocaleString('en')} members, ${cores} cores, load ${loads()} (1, 5, 15 min), ` +
    `${server()}, Node ${process.versions.node}.${busy}`
  );
}

function server(): string {
  const { flavour, version } = findServer();
  return `${flavour === 'mysql' ? 'MySQL' : 'MariaDB'} ${version}`;
}

function loads(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');
}
