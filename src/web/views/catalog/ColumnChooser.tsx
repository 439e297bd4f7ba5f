import { useState } from 'preact/hooks';
import type { GivenReadings } from '../../../ingest/values/columnReadings';
import { counted } from '../../components/format';
import { Field as LabelledField } from '../../components/Field';
import { FIELD_NAMES, FIELDS, guessColumns, type Columns, type Field } from './columns';
import type { Sheet } from './readSheet';

interface ColumnChooserProps {
  sheet: Sheet;
  /** Throws where numbers or dates can be read in several ways and the readings do not say which. */
  onStart: (columns: Columns, readings: GivenReadings) => void;
  onClose: () => void;
}

/** The guessed meaning of each column, open to correction, before the sheet is forecast. */
export function ColumnChooser({ sheet, onStart, onClose }: ColumnChooserProps) {
  const [columns, setColumns] = useState<Columns>(() => guessColumns(sheet));
  const [readings, setReadings] = useState<GivenReadings>({});
  const [wrong, setWrong] = useState<string | null>(null);
  const start = () => {
    try {
      onStart(columns, readings);
      setWrong(null);
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  const products = counted(sheet.rows.length, 'product');
  return (
    <section class="card form" aria-labelledby="columns-title">
      <div>
        <h2 id="columns-title">
          {sheet.name}: {products}
        </h2>
        <p class="figure-caption">Is this what the columns mean? Correct what was guessed wrong.</p>
      </div>
      <div class="facts">
        {FIELDS.map((field) => (
          <ColumnField
            key={field}
            field={field}
            sheet={sheet}
            column={columns[field]}
            onChange={(column) => setColumns({ ...columns, [field]: column })}
          />
        ))}
      </div>
      {wrong && <OpenReadings wrong={wrong} readings={readings} onChange={setReadings} />}
      <div class="actions">
        <button type="button" class="primary" disabled={!columns.description} onClick={start}>
          Forecast {products}
        </button>
        <button type="button" onClick={onClose}>
          Take another sheet
        </button>
      </div>
    </section>
  );
}

interface OpenReadingsProps {
  wrong: string;
  readings: GivenReadings;
  onChange: (readings: GivenReadings) => void;
}

/** What the sheet's own values do not tell, to be said. */
function OpenReadings({ wrong, readings, onChange }: OpenReadingsProps) {
  return (
    <>
      <p class="note fail" role="alert">
        {wrong}
      </p>
      <div class="facts">
        <LabelledField
          label="Decimal sign"
          control={(props) => (
            <select
              {...props}
              value={readings.decimal ?? ''}
              onChange={(event) =>
                onChange({
                  ...readings,
                  decimal: (event.currentTarget.value || undefined) as GivenReadings['decimal'],
                })
              }
            >
              <option value="">as the column shows</option>
              <option value="point">point: 1,234.50</option>
              <option value="comma">comma: 1.234,50</option>
            </select>
          )}
        />
        <LabelledField
          label="Dates"
          control={(props) => (
            <select
              {...props}
              value={readings.date_order ?? ''}
              onChange={(event) =>
                onChange({
                  ...readings,
                  date_order: (event.currentTarget.value || undefined) as GivenReadings['date_order'],
                })
              }
            >
              <option value="">as the column shows</option>
              <option value="day/month/year">day first: 31/01/2026</option>
              <option value="month/day/year">month first: 01/31/2026</option>
            </select>
          )}
        />
      </div>
    </>
  );
}

interface ColumnFieldProps {
  field: Field;
  sheet: Sheet;
  column: string;
  onChange: (column: string) => void;
}

function ColumnField({ field, sheet, column, onChange }: ColumnFieldProps) {
  const at = column ? sheet.columns.indexOf(column) : -1;
  const sample = sheet.rows.find(({ cells }) => cells[at]?.trim())?.cells[at]?.trim();
  return (
    <LabelledField
      label={FIELD_NAMES[field]}
      hint={sample ? `such as ${sample.length > 60 ? `${sample.slice(0, 60)} …` : sample}` : undefined}
      control={(props) => (
        <select {...props} value={column} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{field === 'description' ? 'choose a column' : 'none'}</option>
          {sheet.columns.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    />
  );
}
