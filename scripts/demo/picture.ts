import { crc32, deflateSync } from 'node:zlib';
import { Random } from './world/random.ts';

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number];

const skies: readonly (readonly [Colour, Colour])[] = [
  [
    [38, 70, 120],
    [236, 190, 150],
  ],
  [
    [88, 150, 200],
    [232, 240, 238],
  ],
  [
    [54, 40, 84],
    [240, 130, 110],
  ],
  [
    [24, 30, 58],
    [92, 110, 150],
  ],
  [
    [120, 170, 190],
    [250, 228, 190],
  ],
];
const grounds: readonly Colour[] = [
  [46, 84, 62],
  [82, 74, 110],
  [112, 84, 60],
  [40, 70, 92],
  [96, 108, 64],
];
const bands = 14;
const ridges = 4;

/** A landscape at some hour of the day: the same for the same number. PNG, 640 by 420, a few kB. */
export function photo(id: number): Buffer {
  const [width, height] = [640, 420];
  const random = new Random(id).of(1, id);
  const [above, below] = random.pick(skies);
  const ground = random.pick(grounds);
  const palette = [
    ...steps(bands, (share) => mix(above, below, share)),
    mix(below, [255, 250, 235], 0.8),
    ...steps(ridges, (share) => mix(mix(below, ground, 0.45), mix(ground, [12, 16, 24], 0.35), share)),
  ];
  const sun = {
    x: between(random, 80, width - 80),
    y: between(random, 50, 200),
    radius: between(random, 18, 46),
  };
  const tops = steps(ridges, (share) =>
    ridge(random, height * (0.48 + 0.38 * share), 46 - 24 * share, width),
  );
  return png(width, height, palette, (x, y) => {
    const nearest = tops.findLastIndex((top) => y >= (top[x] ?? height));
    if (nearest >= 0) return bands + 1 + nearest;
    if ((x - sun.x) ** 2 + (y - sun.y) ** 2 < sun.radius ** 2) return bands;
    return Math.min(bands - 1, Math.floor((y / (height * 0.72)) * bands));
  });
}

/** Head and shoulders before a wall: the same for the same number. PNG, 160 by 160. */
export function portrait(id: number): Buffer {
  const size = 160;
  const random = new Random(id).of(2, id);
  const [, wall] = random.pick(skies);
  const clothes = random.pick(grounds);
  const skin = mix([242, 206, 178], [92, 58, 44], random.share());
  const hair = mix([30, 24, 24], [214, 180, 120], random.share());
  const [lean, fringe] = [between(random, -8, 8), between(random, 6, 22)];
  return png(size, size, [wall, mix(wall, [255, 255, 255], 0.35), clothes, skin, hair], (x, y) => {
    const [dx, dy] = [x - 80 - lean, y - 68];
    const inHead = Math.hypot(dx, dy * 0.86) < 32;
    if (inHead && dy > -fringe) return 3;
    if (inHead || (Math.hypot(dx, dy + 6) < 38 && dy < 12)) return 4;
    if (Math.abs(dx) < 12 && dy > 0 && y < 112) return 3;
    if (Math.hypot((x - 80) * 0.8, (y - 172) * 0.95) < 64) return 2;
    return (x + 2 * y) % 96 < 30 ? 1 : 0;
  });
}

/** The top of a ridge at each column, in pixels from above. */
function ridge(random: Random, base: number, rise: number, width: number): number[] {
  const waves = [1, 2.3, 5.1, 11].map((pace) => ({ pace, phase: random.share() * 7, high: rise / pace }));
  return Array.from({ length: width }, (_, x) =>
    waves.reduce((y, it) => y + it.high * Math.sin((x / width) * 6.3 * it.pace + it.phase), base),
  );
}

function between(random: Random, low: number, high: number): number {
  return low + random.share() * (high - low);
}

function steps<T>(count: number, make: (share: number) => T): T[] {
  return Array.from({ length: count }, (_, step) => make(step / (count - 1)));
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [part(0), part(1), part(2)];
}

/** A PNG of colours from a palette: `colourAt` gives the number of each pixel's colour. */
function png(
  width: number,
  height: number,
  palette: readonly Colour[],
  colourAt: (x: number, y: number) => number,
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8); // 8 bits a pixel, from the palette
  const rows = Buffer.alloc((width + 1) * height); // each row begins with a 0: it is as it stands
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = colourAt(x, y);
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
