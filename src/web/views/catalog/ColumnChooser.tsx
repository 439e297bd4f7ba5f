import { useState } from 'preact/hooks';
import { counted } from '../../components/format';
import { Field as LabelledField } from '../../components/Field';
import { FIELD_NAMES, FIELDS, guessColumns, type Columns, type Field } from './columns';
import type { Sheet } from './readSheet';

interface ColumnChooserProps {
  sheet: Sheet;
  onStart: (columns: Columns) => void;
  onClose: () => void;
}

/** The guessed meaning of each column, open to correction, before the sheet is forecast. */
export function ColumnChooser({ sheet, onStart, onClose }: ColumnChooserProps) {
  const [columns, setColumns] = useState<Columns>(() => guessColumns(sheet));
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
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={!columns.description}
          onClick={() => onStart(columns)}
        >
          Forecast {products}
        </button>
        <button type="button" onClick={onClose}>
          Take another sheet
        </button>
      </div>
    </section>
  );
}

interface ColumnFieldProps {
  field: Field;
  sheet: Sheet;
  column: string;
  onChange: (column: string) => void;
}

function ColumnField({ field, sheet, column, onChange }: ColumnFieldProps) {
  const sample = column && sheet.rows.find((row) => row[column]?.trim())?.[column]?.trim();
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
