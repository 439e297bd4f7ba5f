import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

const EDGE = 12;
const GAP = 6;
/** Milliseconds for moving the pointer from the word to its explanation. */
const LINGER_MS = 150;

/** A technical term with an explanation on hover, focus and touch; Escape closes it. */
export function Term({ explain, children }: { explain: string; children: ComponentChildren }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const timer = useRef(0);
  const show = () => {
    clearTimeout(timer.current);
    setOpen(true);
  };
  const hideSoon = () => {
    timer.current = window.setTimeout(() => setOpen(false), LINGER_MS);
  };
  useEffect(() => {
    if (!open) return undefined;
    const place = () => placeBeside(tip.current!, word.current!);
    tip.current!.showPopover();
    place();
    addEventListener('scroll', place, { capture: true });
    return () => {
      removeEventListener('scroll', place, { capture: true });
      tip.current?.hidePopover();
    };
  }, [open]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <button
        type="button"
        class="term"
        ref={word}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hideSoon}
        onFocus={show}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        {children}
      </button>
      <span
        role="tooltip"
        class="tip"
        id={id}
        ref={tip}
        popover="manual"
        onMouseEnter={show}
        onMouseLeave={hideSoon}
      >
        {explain}
      </span>
    </>
  );
}

/** Places the explanation above the word, or below it if there is no room, within the window. */
function placeBeside(tip: HTMLElement, word: HTMLElement): void {
  const at = word.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const most = document.documentElement.clientWidth - EDGE - width;
  const above = at.top - GAP - height;
  tip.style.left = `${Math.max(EDGE, Math.min(at.left, most))}px`;
  tip.style.top = `${above >= EDGE ? above : at.bottom + GAP}px`;
}
