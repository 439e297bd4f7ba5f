import type { Finding } from '../ingest/report';
import { counted, grouped } from './command';

type FindingRead = Pick<Finding, 'reason' | 'rows' | 'examples'>;

/** A report, possibly stored by an earlier version. */
interface ReportRead {
  rows: number;
  kept: number;
  dropped: readonly FindingRead[];
  notes: readonly FindingRead[];
}

/** A report of read data as text: the rows kept, then those dropped by reason, most frequent first. */
export function reportText(file: string, report: ReportRead): string {
  const dropped = report.rows - report.kept;
  return [
    `${file}: ${counted(report.rows, 'row')}, ${grouped(report.kept)} kept, ${grouped(dropped)} dropped.`,
    ...[...report.dropped].sort((a, b) => b.rows - a.rows).map((finding) => `  dropped ${line(finding)}`),
    ...report.notes.map((finding) => `  note: ${line(finding)}`),
  ].join('\n');
}

function line({ reason, rows, examples }: FindingRead): string {
  const shown = examples.map((example) => `line ${example.line}${example.value && `: '${example.value}'`}`);
  const count = rows > 0 ? `${grouped(rows)}: ` : '';
  return `${count}${reason}${shown.length > 0 ? ` (${shown.join(', ')})` : ''}`;
}
