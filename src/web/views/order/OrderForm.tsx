import { Field } from '../../components/Field';
import { SERVICE, type OrderErrors, type OrderSheet } from '../../state/orderTerms';

interface OrderFormProps {
  sheet: OrderSheet;
  errors: OrderErrors;
  onChange: (sheet: OrderSheet) => void;
  /** Left out where a sheet's columns say them. */
  without?: readonly (keyof OrderSheet)[];
}

type Typed = Exclude<keyof OrderSheet, 'by' | 'service'>;
const FIELDS: { field: Typed; label: string; hint?: string; inputMode: 'numeric' | 'decimal' }[] = [
  { field: 'on_hand', label: 'In stock', inputMode: 'numeric' },
  { field: 'on_order', label: 'On the way', inputMode: 'numeric' },
  { field: 'lead_weeks', label: 'Lead time', hint: 'weeks until it comes', inputMode: 'numeric' },
  { field: 'review_weeks', label: 'Next order', hint: 'weeks from this one', inputMode: 'numeric' },
  { field: 'pack', label: 'Pack', hint: 'units bought together', inputMode: 'numeric' },
  { field: 'unit_cost', label: 'Cost', hint: 'of a unit', inputMode: 'decimal' },
  { field: 'salvage', label: 'Salvage', hint: 'what a leftover brings', inputMode: 'decimal' },
];

/** The terms of an order, and what decides on it: a service level, or the margin. */
export function OrderForm({ sheet, errors, onChange, without = [] }: OrderFormProps) {
  const change = (part: Partial<OrderSheet>) => onChange({ ...sheet, ...part });
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      <div class="terms">
        {FIELDS.filter(({ field }) => !without.includes(field)).map(({ field, label, hint, inputMode }) => (
          <Field
            key={field}
            label={label}
            hint={hint}
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
        <legend>Order so much that</legend>
        <label>
          <input
            type="radio"
            name="by"
            checked={sheet.by === 'service'}
            onChange={() => change({ by: 'service' })}
          />
          all demand is met in {sheet.service}% of cases
        </label>
        <input
          type="range"
          aria-label="Service level in percent"
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
          the margin is largest
        </label>
        {errors.by && <span class="wrong">{errors.by}</span>}
      </fieldset>
    </form>
  );
}
