import { Button, Menu, NativeSelect, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { PrometheusServerId } from '../../../../../contract/metrics/prometheus.ts';
import { type Unit, units } from '../../../../../contract/metrics/values.ts';
import { unitName } from '../../../../components/charts/unit-text.ts';
import { calls } from '../../../../transport/client.ts';
import classes from '../prometheus.module.css';
import { nameBefore, withName } from './name-at.ts';

const unitLabels: Record<Unit, string> = {
  ...(Object.fromEntries(units.map((unit) => [unit, unitName(unit)])) as Record<Unit, string>),
  count: 'plain numbers',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  ratio: 'percent of 0 to 1',
};

interface ExpressionFormProps {
  id: PrometheusServerId;
  /** The one that was asked last. */
  expression: string;
  unit: Unit;
  wrong: boolean;
  recent: readonly string[];
  onAsk: (expression: string) => void;
  onUnit: (unit: Unit) => void;
}

/** Where an expression is typed; Enter asks, Shift+Enter begins a line. Names of metrics are offered below as one types. */
export function ExpressionForm({ id, expression, unit, wrong, recent, onAsk, onUnit }: ExpressionFormProps) {
  const [typed, setTyped] = useState(expression);
  const [before, setBefore] = useState(expression);
  const [caret, setCaret] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  // By a link, a saved view or the way back.
  if (expression !== before) {
    setBefore(expression);
    setTyped(expression);
  }
  const name = typed === expression ? '' : nameBefore(typed, caret);
  const ask = (text = typed) => {
    if (text.trim() === '') field.current?.focus();
    else onAsk(text.trim());
  };
  const take = (metric: string) => {
    const taken = withName(typed, caret, metric);
    setTyped(taken.text);
    setCaret(taken.caret);
    field.current?.focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(taken.caret, taken.caret));
  };
  return (
    <form
      className={classes.expression}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Textarea
        ref={field}
        label="Expression"
        description="$window stands for the window of a rate, $step for the distance of two points, $range for all that is shown"
        classNames={{ input: classes.code ?? '' }}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        spellCheck={false}
        autoComplete="off"
        placeholder="sum by (instance) (rate(node_cpu_seconds_total[$window]))"
        value={typed}
        error={wrong && typed === expression}
        onChange={({ currentTarget: { value, selectionStart } }) => {
          setTyped(value);
          setCaret(selectionStart);
        }}
        onSelect={({ currentTarget: { selectionStart } }) => setCaret(selectionStart)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          ask();
        }}
      />
      <Names id={id} name={name} onTake={take} />
      <div className={classes.formTools}>
        <NativeSelect
          size="xs"
          label="Shown as"
          value={unit}
          data={units.map((value) => ({ value, label: unitLabels[value] }))}
          onChange={({ currentTarget: { value } }) => onUnit(units.find((it) => it === value) ?? 'count')}
        />
        <Recent queries={recent} onTake={(query) => onAsk(query)} />
        <Button type="submit" size="xs">
          Ask
        </Button>
      </div>
    </form>
  );
}

/** Metrics that begin with, or hold, what was typed last. */
function Names({
  id,
  name,
  onTake,
}: {
  id: PrometheusServerId;
  name: string;
  onTake: (metric: string) => void;
}) {
  const [settled] = useDebouncedValue(name, 250);
  const found = useQuery(
    calls.metrics.prometheus.names.queryOptions({
      input: settled.length < 2 || name === '' ? skipToken : { id, text: settled },
      retry: false,
    }),
  );
  const names =
    name.length < 2 ? [] : (found.data?.names ?? []).filter((it) => it !== name && it.includes(name));
  if (names.length === 0) return null;
  return (
    <ul className={classes.names} aria-label="Metrics by that name">
      {names.slice(0, 10).map((metric) => (
        <li key={metric}>
          <button type="button" onClick={() => onTake(metric)}>
            {metric}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Recent({ queries, onTake }: { queries: readonly string[]; onTake: (query: string) => void }) {
  return (
    <Menu position="bottom-start" shadow="md" width={420} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          disabled={queries.length === 0}
          leftSection={<IconHistory size={15} stroke={1.7} aria-hidden />}
        >
          Recent
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.recent}>
        {queries.map((query) => (
          <Menu.Item key={query} onClick={() => onTake(query)}>
            <code>{query}</code>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
