import { MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { ProductSheet, SheetErrors } from '../state/productSheet';
import { Field } from './Field';
import { ModelChoice } from './ModelChoice';

interface ProductFormProps {
  sheet: ProductSheet;
  errors: SheetErrors;
  onChange: (sheet: ProductSheet) => void;
}

/** A product sheet: words, price, launch week, and what has sold so far. */
export function ProductForm({ sheet, errors, onChange }: ProductFormProps) {
  const bind = (field: keyof ProductSheet) => ({
    value: sheet[field],
    onInput: (event: Event) => onChange({ ...sheet, [field]: (event.target as HTMLInputElement).value }),
  });
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      {sheet.sku && (
        <p class="card-note">
          Known product <code>{sheet.sku}</code>: what it sold is taken from the catalog.
        </p>
      )}
      <Field
        label="Description"
        hint="As it stands on the product sheet or in the shop."
        control={(props) => (
          <textarea {...props} {...bind('description')} rows={3} maxLength={MAX_TEXT_CHARACTERS} dir="auto" />
        )}
      />
      <Field
        label="Promotion text"
        hint="What the flyer, the banner or the display will say; empty for none."
        control={(props) => (
          <textarea {...props} {...bind('promo_text')} rows={2} maxLength={MAX_TEXT_CHARACTERS} dir="auto" />
        )}
      />
      <div class="row">
        <Field
          label="Price"
          wrong={errors.price}
          control={(props) => <input {...props} {...bind('price')} inputMode="decimal" autocomplete="off" />}
        />
        <Field label="Launch week" control={(props) => <input {...props} {...bind('date')} type="date" />} />
      </div>
      <Field
        label="Early sales"
        hint="Optional: units per week so far, oldest first."
        wrong={errors.sales}
        control={(props) => <input {...props} {...bind('sales')} placeholder="none yet" autocomplete="off" />}
      />
      <ModelChoice value={sheet.model} onChange={(model) => onChange({ ...sheet, model })} />
    </form>
  );
}
