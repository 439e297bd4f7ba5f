import { useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../languages/choice';

interface PlotFigureProps {
  /** Draws at a width in CSS pixels. */
  draw: (width: number) => Element;
  /** Redraws when this changes. */
  drawnFrom: unknown;
  /** What the picture shows, in words. */
  label: string;
}

/** A picture as wide as its place, drawn anew when the place or the data changes. */
export function PlotFigure({ draw, drawnFrom, label }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const picture = draw(width);
    picture.setAttribute('aria-hidden', 'true');
    place.current!.replaceChildren(picture);
  }, [width, drawnFrom, language]);
  return <div class="chart" role="img" aria-label={label} ref={place} />;
}
