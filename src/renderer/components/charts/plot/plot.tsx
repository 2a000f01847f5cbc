import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from 'react';
import { useChartGroup } from '../chart-group.tsx';
import { createPlot, type Picture, type PlotHandle } from './create-plot.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import classes from './plot.module.css';
import { keyMove } from './plot-keys.ts';
import { followPointer } from './pointer.ts';
import { flagText, readOut } from './read-out.ts';

interface PlotProps {
  title: string;
  picture: Picture;
  height: number;
  /** What is drawn, for a picture of it; null once it is gone. */
  onCanvas: (canvas: HTMLCanvasElement | null) => void;
}

interface Parts {
  readonly handle: PlotHandle;
  readonly overlay: Overlay;
}

/** The drawing itself, with its cross-hair and brush. To a screen reader the cross-hair is a slider over time. */
export function Plot({ title, picture, height, onCanvas }: PlotProps) {
  const { range, crossHair } = useChartGroup();
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  /** Where a stretch was begun by key. */
  const anchor = useRef<number | null>(null);
  const units = picture.scene.units.join();

  const show = useEffectEvent((time: number | null) => {
    const present = parts.current;
    if (present === null) return;
    const { handle, overlay } = present;
    const inside = time !== null && time >= picture.from && time <= picture.to ? time : null;
    const x = inside === null ? null : handle.xOf(inside);
    const rows = inside === null ? [] : readOut(picture.scene, inside);
    overlay.crossHair(
      x,
      rows.flatMap(({ line, at, drawn }) =>
        at === null || drawn === null
          ? []
          : [{ x: handle.xOf(at), y: handle.yOf(drawn, line.side), colour: line.stroke.colour }],
      ),
    );
    const active = frame.current?.matches(':hover, :focus-visible') === true;
    const flag =
      x !== null && inside !== null && active
        ? flagText(picture, inside, (picture.to - picture.from) / 150)
        : null;
    overlay.flag(flag, x ?? 0, (x ?? 0) > handle.xOf(picture.to) / 2 ? 'left' : 'right');
    // One that is dragged is the pointer's own matter.
    if (anchor.current !== null && x !== null) overlay.brush({ from: handle.xOf(anchor.current), to: x });
    if (document.activeElement === frame.current && inside !== null) tellSlider(inside, rows);
  });

  function tellSlider(time: number, rows: ReturnType<typeof readOut>): void {
    frame.current?.setAttribute('aria-valuenow', String(Math.round(time)));
    const values = rows.map(({ line, text }) => `${line.label} ${text}`).join(', ');
    frame.current?.setAttribute('aria-valuetext', `${flagText(picture, time, 0)}: ${values}`);
  }

  const latest = useEffectEvent(() => ({ picture, height }));
  const keepCanvas = useEffectEvent(onCanvas);
  const zoomTo = useEffectEvent((from: number, to: number) => {
    const [begin, end] = [Math.floor(Math.min(from, to)), Math.ceil(Math.max(from, to))];
    if (end - begin >= 10) range.show({ from: begin, to: end });
  });
  const goBack = useEffectEvent(() => range.back());

  useEffect(() => {
    const element = host.current;
    if (element === null || units === '') return;
    const options = latest();
    const handle = createPlot({
      host: element,
      width: Math.max(120, element.clientWidth),
      height: options.height,
      picture: options.picture,
      onDrawn: (stretches) => {
        element.dataset.stretches = JSON.stringify(stretches);
      },
    });
    parts.current = { handle, overlay: createOverlay(handle.over) };
    keepCanvas(handle.canvas);
    let drawnWidth = element.clientWidth;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== drawnWidth) handle.resize(width, latest().height);
      drawnWidth = width;
    });
    observer.observe(element);
    // Where the theme follows the system, React tells of its change before the page has its colours.
    const themed = new MutationObserver(() => handle.redraw());
    themed.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    const unfollow = followPointer(handle, {
      moveTo: (time) => crossHair.moveTo(time),
      brush: (stretch) => parts.current?.overlay.brush(stretch),
      zoomTo,
      back: goBack,
    });
    const unsubscribe = crossHair.subscribe(show);
    return () => {
      unsubscribe();
      unfollow();
      observer.disconnect();
      themed.disconnect();
      keepCanvas(null);
      parts.current = null;
      handle.destroy();
    };
  }, [units, crossHair]);

  useEffect(() => {
    parts.current?.handle.update(picture);
    show(crossHair.time());
  }, [picture, crossHair]);

  const onKeyDown = (event: KeyboardEvent) => {
    const time = crossHair.time();
    const done = keyMove(event, {
      from: picture.from,
      to: picture.to,
      step: Math.max(picture.scene.step, (picture.to - picture.from) / 400),
      time,
      anchor: anchor.current,
    });
    if (done === null) return;
    event.preventDefault();
    anchor.current = done.anchor;
    if (done.anchor === null) parts.current?.overlay.brush(null);
    if (done.zoom !== null) range.show(done.zoom);
    if (done.back) range.back();
    crossHair.moveTo(done.time);
    show(done.time);
  };

  return (
    <div
      ref={frame}
      className={classes.frame}
      role="slider"
      tabIndex={0}
      aria-label={`${title}: cross-hair`}
      aria-valuemin={picture.from}
      aria-valuemax={picture.to}
      aria-valuenow={picture.to}
      onKeyDown={onKeyDown}
    >
      <div ref={host} className={classes.host} data-chart-host />
    </div>
  );
}
