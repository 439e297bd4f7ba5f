import type * as Plot from '@observablehq/plot';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../languages/choice';

interface PlotFigureProps {
  /** Draws the picture at a width in CSS pixels. */
  draw: (width: number) => (SVGSVGElement | HTMLElement) & Plot.Plot;
  /** Redraws when this changes. */
  drawnFrom: unknown;
  /** A description of the picture. */
  label: string;
  /** Positions on the x axis with details on hover; arrow keys move between them. */
  stops?: readonly (string | Date)[];
}

/** A picture as wide as its container, redrawn when the width or the data change. */
export function PlotFigure({ draw, drawnFrom, label, stops }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const picture = useRef<ReturnType<typeof draw> | null>(null);
  const stop = useRef(-1);
  const language = useLanguage();
  const [width, setWidth] = useState(0);
  // Before the first paint, so that nothing moves when the picture appears.
  useLayoutEffect(() => {
    setWidth(place.current!.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width === 0) return;
    picture.current = draw(width);
    picture.current.setAttribute('aria-hidden', 'true');
    place.current!.replaceChildren(picture.current);
  }, [width, drawnFrom, language]);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !stops?.length || !picture.current) return;
    event.preventDefault();
    const from = stop.current < 0 && step < 0 ? 0 : stop.current;
    stop.current = (from + step + stops.length) % stops.length;
    pointAt(picture.current, stops[stop.current]!);
  };
  const leave = () => {
    stop.current = -1;
    picture.current?.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
  };
  return (
    <div
      class="chart"
      role="img"
      aria-label={label}
      ref={place}
      {...(stops && { tabIndex: 0, onKeyDown: walk, onBlur: leave })}
    />
  );
}

/** Simulates a mouse. */
function pointAt(picture: Element & Plot.Plot, stop: string | Date): void {
  const { left, top, height } = picture.getBoundingClientRect();
  const at = picture.scale('x')!.apply(stop) as number;
  picture.dispatchEvent(
    new PointerEvent('pointermove', {
      ...{ clientX: left + at, clientY: top + height / 2 },
      ...{ pointerType: 'mouse', bubbles: true },
    }),
  );
}
