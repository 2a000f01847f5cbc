import type { SearchKind } from '../../../../contract/members/search.ts';
import type { ColumnName } from './column-names.ts';

interface Width {
  /** The least width at which it can be read, in pixels, and its share of what is left. */
  readonly least: number;
  readonly share: number;
}

const widths: Record<ColumnName, Width> = {
  id: { least: 76, share: 0 },
  status: { least: 116, share: 0 },
  match: { least: 150, share: 1.2 },
  reported: { least: 76, share: 0 },
  joined: { least: 92, share: 0 },
  active: { least: 92, share: 0 },
  location: { least: 96, share: 0.8 },
};
const nickname: Width = { least: 150, share: 1.3 };
/** The box that selects a row, what stands between two columns and at both ends, and one figure, in pixels. */
const box = 20;
const gap = 16;
const figure = 9;

/** Which columns give way first where there is little room. */
const firstToGo: readonly ColumnName[] = [
  'location',
  'joined',
  'reported',
  'id',
  'active',
  'status',
  'match',
];

/** What decides which columns are shown, and how wide. */
export interface Room {
  /** Of the list, in pixels. */
  readonly width: number;
  readonly kind: SearchKind;
  /** The figures of the longest id: sites with snowflake ids have twenty. */
  readonly idLength: number;
}

/** The chosen columns that there is room for; the match only where a search looks at what no other column shows. */
export function columnsThatFit(chosen: readonly ColumnName[], room: Room): readonly ColumnName[] {
  let shown = chosen.filter((name) => name !== 'match' || matchesOutOfSight(room.kind));
  for (const name of firstToGo) {
    if (leastWidth(shown, room) <= room.width) break;
    shown = shown.filter((each) => each !== name);
  }
  return shown;
}

/** The widths of the box, the nickname and the columns as CSS takes them. */
export function templateOf(shown: readonly ColumnName[], room: Room): string {
  const track = ({ least, share }: Width) => (share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`);
  return [`${box}px`, track(nickname), ...shown.map((name) => track(widthOf(name, room)))].join(' ');
}

function leastWidth(shown: readonly ColumnName[], room: Room): number {
  const columns = shown.reduce((sum, name) => sum + widthOf(name, room).least, 0);
  return box + nickname.least + columns + gap * (shown.length + 3);
}

function widthOf(name: ColumnName, { idLength }: Room): Width {
  return name === 'id' ? { ...widths.id, least: Math.max(widths.id.least, idLength * figure) } : widths[name];
}

function matchesOutOfSight(kind: SearchKind): boolean {
  return kind === 'email' || kind === 'domain' || kind === 'address' || kind === 'device';
}
