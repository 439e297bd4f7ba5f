import { useId } from 'preact/hooks';
import { featureField, type ProductSheet, type SheetErrors } from '../state/productSheet';
import { useColumns } from '../state/useColumns';
import { Field } from './Field';

interface ColumnFieldsProps {
  sheet: ProductSheet;
  errors: SheetErrors;
  onChange: (sheet: ProductSheet) => void;
}

/** Most levels that a browser can list without delay. */
const OFFERED = 500;

/** A field for each further column of the model, such as a category. */
export function ColumnFields({ sheet, errors, onChange }: ColumnFieldsProps) {
  const list = useId();
  const columns = useColumns(sheet.model);
  if (!columns) return null;
  const bind = (column: string) => ({
    value: sheet.features[column] ?? '',
    onInput: (event: Event) =>
      onChange({
        ...sheet,
        features: { ...sheet.features, [column]: (event.target as HTMLInputElement).value },
      }),
    autocomplete: 'off',
  });
  return (
    <>
      {columns.categorical.map((column, at) => (
        <Field
          key={column}
          label={column}
          control={(props) => (
            <>
              <input {...props} {...bind(column)} list={`${list}-${at}`} dir="auto" />
              <datalist id={`${list}-${at}`}>
                {columns.levels[column]?.slice(0, OFFERED).map((level) => (
                  <option key={level} value={level} />
                ))}
              </datalist>
            </>
          )}
        />
      ))}
      {columns.numeric.map((column) => (
        <Field
          key={column}
          label={column}
          wrong={errors[featureField(column)]}
          control={(props) => <input {...props} {...bind(column)} inputMode="decimal" />}
        />
      ))}
    </>
  );
}
