import { t } from '../languages/speech';

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
        {t('frame.earlier')}
      </button>
      <span class="figure-caption" role="status">
        {t('frame.rows', { first: offset + 1, last: Math.min(offset + size, total), total })}
      </span>
      <button type="button" disabled={offset + size >= total} onClick={() => onOffset(offset + size)}>
        {t('frame.later')}
      </button>
    </div>
  );
}
