import type { FilePreview } from '../../../contract/filePreview';
import { count } from '../../components/format';
import { foundText } from '../../components/foundText';
import { t } from '../../languages/speech';

interface FindingsProps {
  /** Whether the rows were left out, or kept with a note. */
  kind: 'left_out' | 'noted';
  findings: NonNullable<FilePreview['report']>['dropped'];
}

/** Reasons with the number of rows and their first lines; nothing if there are none. */
export function Findings({ kind, findings }: FindingsProps) {
  if (findings.length === 0) return null;
  const rows = findings.reduce((sum, finding) => sum + finding.rows, 0);
  return (
    <details open={kind === 'left_out'}>
      <summary>
        {kind === 'left_out'
          ? t('sales.understood.left_out', { count: rows })
          : t('sales.understood.notes', { count: findings.length })}
      </summary>
      <ul class="findings">
        {findings.map(({ reason, rows: met, examples, ...what }) => (
          <li key={reason}>
            {met > 0 && <strong>{count(met)} </strong>}
            {foundText(what)}
            {examples.length > 0 && <small>{examples.map(placeOf).join('; ')}</small>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function placeOf({ line, value }: { line: number; value: string }): string {
  return value ? t('sales.understood.line_value', { line, value }) : t('sales.understood.line', { line });
}
