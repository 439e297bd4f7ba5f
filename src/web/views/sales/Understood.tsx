import type { FilePreview } from '../../../contract/filePreview';
import { WeekTotalsChart } from '../../charts/WeekTotalsChart';
import { pageSpeaker, t } from '../../languages/speech';
import { listed } from '../../../languages/speaker';
import { reasonsText } from '../../components/failureText';
import { Prose } from '../../components/Prose';
import { ServerSays } from '../../components/ServerSays';
import { Findings } from './Findings';
import { roleName } from './roleName';
import { ROLES } from './salesSchema';
import { understoodSentence } from './understoodSentence';
import { WideTable } from '../../components/WideTable';

/** How a file was interpreted: its weeks, and what was left out and why. */
export function Understood({ preview }: { preview: FilePreview }) {
  const { kind, problem, report, weeks } = preview;
  return (
    <>
      {kind === 'sales' && report && weeks && weeks.length > 0 && (
        <>
          <p role="status" data-testid="understood">
            {understoodSentence(report, weeks)}
          </p>
          <WeekTotalsChart weeks={weeks} />
          <Findings kind="left_out" findings={report.dropped} />
          <Findings kind="noted" findings={report.notes} />
        </>
      )}
      {problem !== null && (
        <div class="note fail" role="alert">
          <strong>{t('sales.understood.problem')}</strong>
          <Problem preview={preview} text={problem} />
        </div>
      )}
      {kind === 'items' && <p class="note">{t('sales.understood.is_items')}</p>}
      <details>
        <summary>{t('sales.understood.first_rows')}</summary>
        <FirstRows preview={preview} />
      </details>
    </>
  );
}

/** Why the rows could not be read: open questions by code, or else the server's message. */
function Problem({ preview: { reasons, choices, schema }, text }: { preview: FilePreview; text: string }) {
  if (reasons.length > 0) return <Prose text={reasonsText(reasons)} />;
  const open = ROLES.flatMap(({ role }) => {
    const columns = choices[role];
    if (!columns) return [];
    const name = roleName(role);
    if (columns.length === 0) return [name];
    return [t('sales.understood.role', { role: name, columns: columns.join(' / ') })];
  });
  if (String(schema.granularity).startsWith('CHOOSE')) open.push(t('sales.understood.one_row'));
  if (open.length === 0) return <ServerSays text={text} />;
  return <Prose text={t('sales.understood.open', { list: listed(pageSpeaker(), open) })} />;
}

function FirstRows({ preview: { columns, first_rows } }: { preview: FilePreview }) {
  return (
    <WideTable label={t('sales.understood.first_rows_label')}>
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first_rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={at} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
