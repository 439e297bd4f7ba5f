import { Field } from '../../components/Field';
import { SERVICE, type OrderErrors, type OrderSheet } from '../../state/orderTerms';
import type { order } from '../../../languages/en/order';
import { inCurrency, percent } from '../../components/format';
import { t } from '../../languages/speech';

interface OrderFormProps {
  sheet: OrderSheet;
  errors: OrderErrors;
  onChange: (sheet: OrderSheet) => void;
  /** Omitted if the sheet's columns have them. */
  without?: readonly (keyof OrderSheet)[];
}

type Words = (typeof order)['form'];
type Typed = Exclude<keyof OrderSheet, 'by' | 'service'>;
const FIELDS: {
  field: Typed;
  hint?: `${Typed}Hint` & keyof Words;
  inputMode: 'numeric' | 'decimal';
  isMoney?: true;
}[] = [
  { field: 'on_hand', inputMode: 'numeric' },
  { field: 'on_order', inputMode: 'numeric' },
  { field: 'lead_weeks', hint: 'lead_weeksHint', inputMode: 'numeric' },
  { field: 'review_weeks', hint: 'review_weeksHint', inputMode: 'numeric' },
  { field: 'pack', hint: 'packHint', inputMode: 'numeric' },
  { field: 'unit_cost', hint: 'unit_costHint', inputMode: 'decimal', isMoney: true },
  { field: 'salvage', hint: 'salvageHint', inputMode: 'decimal', isMoney: true },
];

/** The terms of an order, and its criterion: a service level, or the margin. */
export function OrderForm({ sheet, errors, onChange, without = [] }: OrderFormProps) {
  const change = (part: Partial<OrderSheet>) => onChange({ ...sheet, ...part });
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      <div class="terms">
        {FIELDS.filter(({ field }) => !without.includes(field)).map(({ field, hint, inputMode, isMoney }) => (
          <Field
            key={field}
            label={isMoney ? inCurrency(t(`order.form.${field}`)) : t(`order.form.${field}`)}
            hint={hint && t(`order.form.${hint}`)}
            wrong={errors[field]}
            control={(props) => (
              <input
                {...props}
                inputMode={inputMode}
                autocomplete="off"
                placeholder={field === 'pack' ? '1' : field === 'on_hand' || field === 'on_order' ? '0' : ''}
                value={sheet[field]}
                onInput={(event) => change({ [field]: event.currentTarget.value })}
              />
            )}
          />
        ))}
      </div>
      <fieldset class="choices">
        <legend>{t('order.form.soMuch')}</legend>
        <label>
          <input
            type="radio"
            name="by"
            checked={sheet.by === 'service'}
            onChange={() => change({ by: 'service' })}
          />
          {t('order.form.service', { share: percent(sheet.service / 100) })}
        </label>
        <input
          type="range"
          aria-label={t('order.form.serviceLevel')}
          min={SERVICE.least}
          max={SERVICE.most}
          value={sheet.service}
          onInput={(event) => change({ by: 'service', service: Number(event.currentTarget.value) })}
        />
        <label>
          <input
            type="radio"
            name="by"
            checked={sheet.by === 'margin'}
            onChange={() => change({ by: 'margin' })}
          />
          {t('order.form.margin')}
        </label>
        {errors.by && <span class="wrong">{errors.by}</span>}
      </fieldset>
    </form>
  );
}
