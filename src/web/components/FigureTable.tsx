import { Term } from './Term';
import { t } from '../languages/speech';
import { WideTable } from './WideTable';

/** A column of figures; `of` returns null for a row without one. */
export interface FigureColumn<Row> {
  name: string;
  explain?: string;
  of: (row: Row) => number | null | undefined;
  show: (value: number) => string;
}

interface FigureTableProps<Row extends FigureRow> {
  label: string;
  rows: Row[];
  columns: FigureColumn<Row>[];
}

export interface FigureRow {
  name: string;
  /** Label, if it differs from the name. */
  title?: string;
  /** Explanation of the name. */
  explain?: string;
  /** The main row of the table. */
  strong?: boolean;
}

/** A table of named rows with figures; empty columns are left out. */
export function FigureTable<Row extends FigureRow>({ label, rows, columns }: FigureTableProps<Row>) {
  const used = columns.filter(({ of }) => rows.some((row) => typeof of(row) === 'number'));
  return (
    <WideTable label={t('common.scrolls', { table: label })}>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('common.model')}</th>
            {used.map(({ name, explain }) => (
              <th key={name} scope="col" class="number">
                <Explained explain={explain}>{name}</Explained>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} class={row.strong ? 'strong' : undefined}>
              <th scope="row">
                <Explained explain={row.explain}>{row.title ?? row.name}</Explained>
              </th>
              {used.map(({ name, of, show }) => {
                const value = of(row);
                return (
                  <td key={name} class="number">
                    {typeof value === 'number' ? show(value) : '–'}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Explained({ explain, children }: { explain?: string; children: string }) {
  return explain ? <Term explain={explain}>{children}</Term> : <>{children}</>;
}
