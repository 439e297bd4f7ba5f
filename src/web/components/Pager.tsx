import { count } from './format';

interface PagerProps {
  /** First row shown, from 0. */
  offset: number;
  size: number;
  total: number;
  onOffset: (offset: number) => void;
}

/** Leads through a long table a page at a time; nothing where one page holds all. */
export function Pager({ offset, size, total, onOffset }: PagerProps) {
  if (total <= size) return null;
  return (
    <div class="actions pager">
      <button type="button" disabled={offset === 0} onClick={() => onOffset(offset - size)}>
        Earlier
      </button>
      <span class="figure-caption" role="status">
        {count(offset + 1)} to {count(Math.min(offset + size, total))} of {count(total)}
      </span>
      <button type="button" disabled={offset + size >= total} onClick={() => onOffset(offset + size)}>
        Later
      </button>
    </div>
  );
}
