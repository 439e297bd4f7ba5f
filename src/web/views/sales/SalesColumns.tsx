import type { FilePreview } from '../../../contract/filePreview';
import { Choice } from '../../components/Choice';
import { Field } from '../../components/Field';
import { ReadingFields } from '../../components/ReadingFields';
import { currentLanguage, t } from '../../languages/speech';
import { NoSales } from './NoSales';
import { roleName } from './roleName';
import { ROLES, type SalesSchema } from './salesSchema';

const SHOWN_CHARACTERS = 60;
const NOT_USED = 'none';

interface SalesColumnsProps {
  preview: FilePreview;
  schema: SalesSchema;
  onChange: (schema: SalesSchema) => void;
}

/** The guessed columns, to correct. */
export function SalesColumns({ preview, schema, onChange }: SalesColumnsProps) {
  const { roles } = schema;
  return (
    <>
      <div class="fields">
        {ROLES.map(({ role, needed }) => (
          <RoleField
            key={role}
            name={roleName(role)}
            needed={needed}
            preview={preview}
            first={preview.choices[role] ?? []}
            column={roles[role]}
            onChange={(column) => onChange({ ...schema, roles: { ...roles, [role]: column } })}
          />
        ))}
        <Choice
          label={t('sales.role.granularity')}
          wrong={schema.granularity === '' ? t('sales.role.needed_rows') : undefined}
          value={schema.granularity}
          options={{
            '': t('sales.role.choose'),
            transaction: t('sales.role.sale'),
            week: t('sales.role.week'),
          }}
          onChange={(granularity) => onChange({ ...schema, granularity })}
        />
        {roles.price !== '' && (
          <Choice
            label={t('sales.role.currency')}
            hint={t('sales.role.currencyHint')}
            value={schema.currency}
            options={currencies(schema.currency)}
            onChange={(currency) => onChange({ ...schema, currency })}
          />
        )}
        <ReadingFields
          readings={schema.readings}
          onChange={(readings) => onChange({ ...schema, readings })}
        />
        <NoSales schema={schema} onChange={onChange} />
      </div>
      <FurtherColumns preview={preview} schema={schema} onChange={onChange} />
    </>
  );
}

interface RoleFieldProps {
  name: string;
  needed: boolean;
  preview: FilePreview;
  /** Likely columns, listed first. */
  first: readonly string[];
  column: string;
  onChange: (column: string) => void;
}

function RoleField({ name, needed, preview, first, column, onChange }: RoleFieldProps) {
  const named = preview.columns.filter((other) => other !== '');
  const others = named.filter((other) => !first.includes(other));
  const at = preview.columns.indexOf(column);
  const sample = column && preview.first_rows.find((cells) => cells[at]?.trim())?.[at];
  return (
    <Field
      label={name}
      hint={sample ? t('columns.such_as', { value: clipped(sample) }) : undefined}
      wrong={needed && column === '' ? t('sales.role.needed') : undefined}
      control={(props) => (
        <select {...props} value={column} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{needed ? t('columns.choose') : t('columns.none')}</option>
          {[...first, ...others].map((other) => (
            <option key={other} value={other}>
              {other}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** Columns without a role, which can be used for training. */
function FurtherColumns({ preview, schema, onChange }: SalesColumnsProps) {
  const taken = Object.values(schema.roles);
  const free = preview.columns.filter((column) => column !== '' && !taken.includes(column));
  if (free.length === 0) return null;
  const choose = (column: string, kind: typeof NOT_USED | 'numeric' | 'categorical') => {
    const further = { ...schema.further };
    if (kind === NOT_USED) delete further[column];
    else further[column] = kind;
    onChange({ ...schema, further });
  };
  return (
    <details open={Object.keys(schema.further).length > 0}>
      <summary>{t('sales.role.further')}</summary>
      <div class="fields">
        {free.map((column) => (
          <Choice
            key={column}
            label={column}
            value={schema.further[column] ?? NOT_USED}
            options={{
              [NOT_USED]: t('sales.role.not_used'),
              numeric: t('sales.role.number'),
              categorical: t('sales.role.category'),
            }}
            onChange={(kind) => choose(column, kind)}
          />
        ))}
      </div>
    </details>
  );
}

/** All currencies in the order of their names; `chosen` is among them. */
function currencies(chosen: string): Record<string, string> {
  const names = new Intl.DisplayNames(currentLanguage(), { type: 'currency' });
  const codes = new Set([...Intl.supportedValuesOf('currency'), ...(chosen === '' ? [] : [chosen])]);
  const named = [...codes].map((code) => [code, `${names.of(code)} (${code})`] as const);
  const sorted = named.sort(([, a], [, b]) => a.localeCompare(b, currentLanguage()));
  return { '': t('sales.role.noCurrency'), ...Object.fromEntries(sorted) };
}

function clipped(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text;
}
