import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../languages/speech';

interface WideTableProps {
  /** Label for screen readers. */
  label: string;
  children: ComponentChildren;
}

/** A table that scrolls sideways if it is too wide, and says so. */
export function WideTable({ label, children }: WideTableProps) {
  const wrap = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const { current: place } = wrap;
    const observer = new ResizeObserver(() => setWide(place!.scrollWidth > place!.clientWidth + 1));
    observer.observe(place!);
    observer.observe(place!.firstElementChild!);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      {wide && (
        <p class="figure-caption scroll-hint" aria-hidden="true">
          {t('common.moreColumns')}
        </p>
      )}
      <div class="table-wrap" tabIndex={0} role="group" aria-label={label} ref={wrap}>
        {children}
      </div>
    </>
  );
}
