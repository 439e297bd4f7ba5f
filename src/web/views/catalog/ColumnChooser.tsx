import { useState } from 'preact/hooks';
import { count } from '../../components/format';
import { Field as LabelledField } from '../../components/Field';
import { FIELD_NAMES, FIELDS, guessColumns, type Columns } from './columns';
import type { Sheet } from './readSheet';
import { SheetForecast } from './SheetForecast';

/** The guessed meaning of each column, open to correction, before the sheet is forecast. */
export function ColumnChooser({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const [columns, setColumns] = useState<Columns>(() => guessColumns(sheet));
  const [started, setStarted] = useState<Columns | null>(null);
  return (
    <>
      <section class="card form" aria-labelledby="columns-title">
        <h2 id="columns-title">
          {sheet.name}: {count(sheet.rows.length)} products
        </h2>
        <div class="facts">
          {FIELDS.map((field) => (
            <LabelledField
              key={field}
              label={FIELD_NAMES[field]}
              control={(props) => (
                <select
                  {...props}
                  value={columns[field]}
                  onChange={(event) =>
                    setColumns({ ...columns, [field]: (event.target as HTMLSelectElement).value })
                  }
                >
                  <option value="">{field === 'description' ? 'choose a column' : 'none'}</option>
                  {sheet.columns.map((column) => (
                    <option key={column} value={column}>
                      {column}
                    </option>
                  ))}
                </select>
              )}
            />
          ))}
        </div>
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={!columns.description}
            onClick={() => setStarted({ ...columns })}
          >
            Forecast {count(sheet.rows.length)} products
          </button>
          <button type="button" onClick={onClose}>
            Take another sheet
          </button>
        </div>
      </section>
      {started && <SheetForecast key={JSON.stringify(started)} sheet={sheet} columns={started} />}
    </>
  );
}
