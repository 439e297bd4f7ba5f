import { useState } from 'preact/hooks';
import { isMissing } from '../../../ingest/values/missing';
import type { GivenReadings } from '../../../ingest/values/columnReadings';
import {
  guessPlanColumns,
  PLAN_FIELDS,
  type PlanColumns,
  type PlanField,
} from '../../../ingest/schema/planColumns';
import { failureText } from '../../components/failureText';
import { Field } from '../../components/Field';
import { HorizonChoice } from '../../components/HorizonChoice';
import { useHorizon } from '../../state/useHorizon';
import { ReadingFields } from '../../components/ReadingFields';
import { t } from '../../languages/speech';
import type { Sheet } from './readSheet';

interface ColumnChooserProps {
  sheet: Sheet;
  /** The model's further columns that the sheet has. */
  further: readonly string[];
  /** Throws if numbers or dates are ambiguous and the readings do not decide. */
  onStart: (columns: PlanColumns, readings: GivenReadings, weeks: string) => void;
  onClose: () => void;
}

/** The guessed columns, to correct before the forecast. */
export function ColumnChooser({ sheet, further, onStart, onClose }: ColumnChooserProps) {
  const [columns, setColumns] = useState(() => guessPlanColumns(sheet.columns, sheet.rows));
  const [readings, setReadings] = useState<GivenReadings>({});
  const [weeks, setWeeks] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const start = () => {
    try {
      onStart(columns, readings, weeks);
      setWrong(null);
    } catch (error) {
      setWrong(failureText(error as Error));
    }
  };
  const products = { count: sheet.rows.length };
  return (
    <section class="card form" aria-labelledby="columns-title">
      <div>
        <h2 id="columns-title">{t('sheets.has', { ...products, name: sheet.name })}</h2>
        <p class="figure-caption">{t('sheets.correct')}</p>
      </div>
      <div class="fields">
        {PLAN_FIELDS.map((field) => (
          <ColumnField
            key={field}
            field={field}
            sheet={sheet}
            column={columns[field]}
            onChange={(column) => setColumns({ ...columns, [field]: column })}
          />
        ))}
      </div>
      <div class="fields">
        <HorizonChoice most={useHorizon('')} value={weeks} onChange={setWeeks} />
      </div>
      {further.length > 0 && (
        <p class="figure-caption">{t('sheets.further', { columns: further.join(', ') })}</p>
      )}
      {wrong && (
        <>
          <p class="note fail" role="alert">
            {wrong}
          </p>
          <div class="fields">
            <ReadingFields readings={readings} onChange={setReadings} />
          </div>
        </>
      )}
      <div class="actions">
        <button type="button" class="primary" disabled={!columns.description} onClick={start}>
          {t('sheets.forecast', products)}
        </button>
        <button type="button" onClick={onClose}>
          {t('sheets.another')}
        </button>
      </div>
    </section>
  );
}

interface ColumnFieldProps {
  field: PlanField;
  sheet: Sheet;
  column: string;
  onChange: (column: string) => void;
}

function ColumnField({ field, sheet, column, onChange }: ColumnFieldProps) {
  const at = column ? sheet.columns.indexOf(column) : -1;
  const sample = sheet.rows.find(({ cells }) => !isMissing(cells[at] ?? ''))?.cells[at]?.trim();
  return (
    <Field
      label={t(`columns.${field === 'date' ? 'launch' : field}`)}
      hint={
        sample
          ? t('columns.such_as', { value: sample.length > 60 ? `${sample.slice(0, 60)} …` : sample })
          : undefined
      }
      wrong={field === 'description' && !column ? t('sales.role.needed') : undefined}
      control={(props) => (
        <select {...props} value={column} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{field === 'description' ? t('columns.choose') : t('columns.none')}</option>
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
