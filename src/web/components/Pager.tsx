import { t } from '../languages/speech';

interface PagerProps {
  /** Index of the first row shown. */
  offset: number;
  size: number;
  total: number;
  onOffset: (offset: number) => void;
}

/** Pages of a long table; nothing if one page is enough. */
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
