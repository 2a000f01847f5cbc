import type {
  Growth,
  GrowthQuery,
  GrowthRow,
  TableName,
} from '../../../../../contract/metrics/headroom/growth.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import shared from '../headroom.module.css';
import { shareText } from '../headroom-words.ts';
import classes from './growth.module.css';
import { growthText, stretchTexts } from './growth-words.ts';

interface GrowthTableProps {
  growth: Growth;
  query: GrowthQuery;
  perWeek: boolean;
  opened: TableName | null;
  onSort: (sort: GrowthQuery['sort']) => void;
  onOpen: (table: TableName) => void;
}

const stretches = ['week', 'month', 'quarter'] as const;
const keyOf = (row: Pick<GrowthRow, 'schemaName' | 'tableName'> & { indexName?: string | null }) =>
  JSON.stringify([row.schemaName, row.tableName, row.indexName ?? null]);

/** One page of tables or indexes. A row opens the table that it is of. */
export function GrowthTable({ growth, query, perWeek, opened, onSort, onOpen }: GrowthTableProps) {
  const isTables = query.of === 'tables';
  const openKey =
    growth.rows.find((it) => it.schemaName === opened?.schemaName && it.tableName === opened.tableName) ??
    null;
  const cursor = useListCursor(growth.rows.map(keyOf), openKey === null ? null : keyOf(openKey), (key) => {
    const row = growth.rows.find((it) => keyOf(it) === key);
    if (row !== undefined) onOpen(row);
  });
  const per = perWeek ? 'a week' : 'a day';
  return (
    <table className={shared.table}>
      <caption className="unseen">
        {isTables ? 'Tables' : 'Indexes'}, with growth {per}
      </caption>
      <thead>
        <tr>
          <Heading sort="name" present={query.sort} onSort={onSort}>
            {isTables ? 'Table' : 'Index'}
          </Heading>
          <Heading sort="size" present={query.sort} onSort={onSort} isNumber>
            Size
          </Heading>
          <th scope="col" className={shared.number}>
            Share
          </th>
          {stretches.map((it) => (
            <Heading
              key={it}
              sort={it}
              present={query.sort}
              onSort={onSort}
              isNumber
              title={
                growth.since[it] === null ? 'Not measured for half as long yet' : `Since ${growth.since[it]}`
              }
            >
              {stretchTexts[it]}, {per}
            </Heading>
          ))}
          {isTables && (
            <>
              <th scope="col" className={shared.number}>
                Rows, about
              </th>
              <th scope="col" className={shared.number}>
                Free within
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        <tr className={classes.total}>
          <th scope="row">
            All {growth.all} {query.of}
          </th>
          <td className={shared.number}>{valueText(growth.total.bytes, 'bytes')}</td>
          <td className={shared.number}>100%</td>
          {stretches.map((it) => (
            <td key={it} className={shared.number}>
              {growthText(growth.total[it], growth.since[it], perWeek)}
            </td>
          ))}
          {isTables && (
            <>
              <td />
              <td />
            </>
          )}
        </tr>
        {growth.rows.map((row) => {
          const key = keyOf(row);
          return (
            <tr
              key={key}
              className={classes.row}
              data-active={cursor.activeKey === key || undefined}
              data-open={(openKey !== null && keyOf(openKey) === key) || undefined}
            >
              <th scope="row">
                <button
                  type="button"
                  className={classes.name}
                  onClick={() => {
                    cursor.setActive(key);
                    onOpen(row);
                  }}
                >
                  <span className={shared.quiet}>{row.schemaName}.</span>
                  {row.tableName}
                  {row.indexName !== null && <span className={classes.index}> {row.indexName}</span>}
                </button>
              </th>
              <td className={shared.number}>{valueText(row.bytes, 'bytes')}</td>
              <td className={shared.number}>{shareText(row.share)}</td>
              {stretches.map((it) => (
                <td key={it} className={shared.number}>
                  {growthText(row[it], growth.since[it], perWeek)}
                </td>
              ))}
              {isTables && (
                <>
                  <td className={shared.number}>{row.rows === null ? '–' : valueText(row.rows, 'count')}</td>
                  <td className={shared.number}>
                    {row.freeBytes === null ? '–' : valueText(row.freeBytes, 'bytes')}
                  </td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  sort: GrowthQuery['sort'];
  present: GrowthQuery['sort'];
  onSort: (sort: GrowthQuery['sort']) => void;
  isNumber?: boolean;
  title?: string;
  children: React.ReactNode;
}

function Heading({ sort, present, onSort, isNumber = false, title, children }: HeadingProps) {
  const isPresent = sort === present;
  return (
    <th
      scope="col"
      className={isNumber ? shared.number : undefined}
      aria-sort={isPresent ? (sort === 'name' ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" className={classes.sort} title={title} onClick={() => onSort(sort)}>
        {children}
        {isPresent && <span aria-hidden>{sort === 'name' ? ' ↑' : ' ↓'}</span>}
      </button>
    </th>
  );
}
