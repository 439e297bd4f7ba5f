import { Choice } from '../../components/Choice';
import { t } from '../../languages/speech';
import type { SalesSchema } from './salesSchema';

interface NoSalesProps {
  schema: SalesSchema;
  onChange: (schema: SalesSchema) => void;
}

/** Rows that a column marks as other than sales: each kind is left out or counted. */
export function NoSales({ schema, onChange }: NoSalesProps) {
  return (
    <>
      {schema.keep.map(({ rule, applies }, at) => (
        <Choice
          key={rule.column}
          label={
            rule.not
              ? t('sales.role.no_sales', { column: rule.column, values: rule.not.join(' / ') })
              : t('sales.role.no_sales_filled', { column: rule.column })
          }
          value={applies ? 'left_out' : 'counted'}
          options={{ left_out: t('sales.role.left_out'), counted: t('sales.role.counted') }}
          onChange={(kind) =>
            onChange({ ...schema, keep: schema.keep.with(at, { rule, applies: kind === 'left_out' }) })
          }
        />
      ))}
    </>
  );
}
