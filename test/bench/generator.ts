import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { ratio } from './support/samples.ts';

/** Seconds in which a community is to be ready, by its members. */
const aims: Record<number, string> = { 50000: '< 30', 1500000: '< 600' };

/** Making a community in an empty private server: how fast, and in how much memory and space. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const { making, inThisRun } = await ground.making();
  if (!inThisRun)
    ground.say(
      `The generator's figures are of ${making.at}, when this community was made. Name it to make one anew: ` +
        `npm run bench -- generator --members ${ground.members}.`,
    );
  const speed = making.rows / making.seconds;
  return [
    figure('filling and indexing', making.seconds, 's', aims[ground.members] ?? null),
    figure('rows', making.rows, 'rows'),
    figure('speed', speed, 'rows/s'),
    figure('speed ÷ the server copying its own users', ratio(speed, making.copiedRowsPerSecond), '×'),
    figure('most memory of its process', making.generatorBytes / 1e6, 'MB', '< 1000'),
    figure('tables and indexes on disk', making.communityBytes / 1e6, 'MB'),
    figure('data folder on disk', making.folderBytes / 1e6, 'MB'),
    figure('making and starting the empty server', making.serverSeconds, 's'),
  ];
}
