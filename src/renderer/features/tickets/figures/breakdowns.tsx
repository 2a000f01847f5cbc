import type { ReactNode } from 'react';
import type { Figures } from '../../../../contract/tickets/figures.ts';
import { channelNames } from '../filters/channel-names.ts';
import { countText, minutesText, shareText } from './figure-words.ts';
import classes from './figures.module.css';

/** The same range by what it is made of. */
export function Breakdowns({ figures }: { figures: Figures }) {
  const { channels, tags, hours, backlog, ratings, asked, teams } = figures;
  return (
    <div className={classes.breakdowns}>
      <Block title="Not solved now, by age">
        <Bars
          rows={backlog.map((it) => ({
            ...it,
            text: it.capped ? `${countText(it.count)}+` : countText(it.count),
          }))}
        />
      </Block>
      <Block title="Opened, by hour of the office">
        <Hours hours={hours} />
      </Block>
      <Block title="Asked more than the week before">
        {asked.length === 0 ? (
          <p className={classes.none}>Nothing that stands out in the last seven days of the range.</p>
        ) : (
          <table className={classes.small}>
            <thead>
              <tr>
                <th scope="col">Word of the subject</th>
                <th scope="col">7 days</th>
                <th scope="col">before</th>
              </tr>
            </thead>
            <tbody>
              {asked.slice(0, 12).map((it) => (
                <tr key={it.word}>
                  <th scope="row">{it.word}</th>
                  <td>{countText(it.now)}</td>
                  <td>{countText(it.before)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Block>
      <Block title="Solved, by tag">
        <Bars rows={tags.slice(0, 12)} none="Nothing that was solved has a tag." />
      </Block>
      <Block title="Opened, by channel">
        <Bars rows={channels.map((it) => ({ ...it, name: nameOf(it.name) }))} />
      </Block>
      <Block title="Ratings">
        <Bars
          rows={ratings.map((count, index) => ({ name: `${index + 1} of 5`, count })).toReversed()}
          none="Nobody has rated an answer."
        />
      </Block>
      <Block title="By team" wide>
        {teams.length === 0 ? (
          <p className={classes.none}>Nothing happened in this range.</p>
        ) : (
          <table className={classes.small}>
            <thead>
              <tr>
                <th scope="col">Team</th>
                <th scope="col">Opened</th>
                <th scope="col">Solved</th>
                <th scope="col">First answer</th>
                <th scope="col">in target</th>
                <th scope="col">Solution</th>
                <th scope="col">in target</th>
              </tr>
            </thead>
            <tbody>
              {teams.map((it) => (
                <tr key={it.id ?? 'none'}>
                  <th scope="row">{it.name}</th>
                  <td>{countText(it.opened)}</td>
                  <td>{countText(it.solved)}</td>
                  <td>{minutesText(it.first.median)}</td>
                  <td>{shareText(it.first.within)}</td>
                  <td>{minutesText(it.solution.median)}</td>
                  <td>{shareText(it.solution.within)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Block>
    </div>
  );
}

function nameOf(channel: string): string {
  return Object.hasOwn(channelNames, channel) ? channelNames[channel as keyof typeof channelNames] : channel;
}

function Block({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section className={classes.block} data-wide={wide || undefined} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface BarsProps {
  rows: readonly { name: string; count: number; text?: string }[];
  /** What is said where all are 0. */
  none?: string;
}

function Bars({ rows, none }: BarsProps) {
  const most = Math.max(0, ...rows.map((it) => it.count));
  if (most === 0) return <p className={classes.none}>{none ?? 'None.'}</p>;
  return (
    <ul className={classes.bars}>
      {rows.map(({ name, count, text }) => (
        <li key={name}>
          <span className={classes.name}>{name}</span>
          <span className={classes.track} aria-hidden>
            <span
              className={classes.bar}
              data-none={count === 0 || undefined}
              style={{ width: `${(100 * count) / most}%` }}
            />
          </span>
          <span className={classes.count}>{text ?? countText(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** 24 columns, midnight first. */
function Hours({ hours }: { hours: readonly number[] }) {
  const most = Math.max(0, ...hours);
  if (most === 0) return <p className={classes.none}>None.</p>;
  return (
    <ol className={classes.hours}>
      {hours.map((count, hour) => {
        const name = `${String(hour).padStart(2, '0')}:00`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the hour
          <li key={hour} title={`${name}: ${countText(count)}`}>
            <span className={classes.column} style={{ height: `${(100 * count) / most}%` }} />
            <span className="unseen">
              {name}: {countText(count)}
            </span>
            {hour % 6 === 0 && <span className={classes.hour}>{hour}</span>}
          </li>
        );
      })}
    </ol>
  );
}
