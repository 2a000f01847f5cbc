import classes from './plot.module.css';

/** What moves over the plotting area: the cross-hair, its dots and its flag, and the stretch that is being marked. */
export interface Overlay {
  /** In pixels from the left of the plotting area; null hides it. */
  crossHair(x: number | null, dots: readonly Dot[]): void;
  /** At the left of the cross-hair or at its right. */
  flag(text: string | null, x: number, side: 'left' | 'right'): void;
  brush(stretch: { from: number; to: number } | null): void;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

export function createOverlay(over: HTMLElement): Overlay {
  const line = element(over, 'crossHair');
  const flag = element(over, 'flag');
  const words = element(flag, 'flagText');
  words.hidden = false;
  const brush = element(over, 'brush');
  const dots: HTMLElement[] = [];
  return {
    crossHair(x, wanted) {
      line.hidden = x === null;
      if (x !== null) line.style.transform = `translateX(${Math.round(x)}px)`;
      wanted.forEach(({ x: left, y, colour }, index) => {
        dots[index] ??= element(over, 'dot');
        const dot = dots[index];
        dot.hidden = false;
        dot.style.backgroundColor = colour;
        dot.style.transform = `translate(${left}px, ${y}px)`;
      });
      for (const dot of dots.slice(wanted.length)) dot.hidden = true;
    },
    flag(text, x, side) {
      flag.hidden = text === null;
      if (text === null) return;
      words.textContent = text;
      flag.dataset.side = side;
      flag.style.transform = `translateX(${Math.round(x)}px)`;
    },
    brush(stretch) {
      brush.hidden = stretch === null;
      if (stretch === null) return;
      brush.style.left = `${Math.min(stretch.from, stretch.to)}px`;
      brush.style.width = `${Math.abs(stretch.to - stretch.from)}px`;
    },
  };
}

function element(
  parent: HTMLElement,
  part: 'crossHair' | 'flag' | 'flagText' | 'brush' | 'dot',
): HTMLElement {
  const made = document.createElement('div');
  made.className = classes[part] ?? '';
  made.dataset.part = part;
  made.hidden = true;
  parent.append(made);
  return made;
}
