import { Field } from '../../components/Field';
import { toChange, type Variant } from '../../state/variants';

interface VariantFormProps {
  number: number;
  variant: Variant;
  onChange: (variant: Variant) => void;
  onRemove?: () => void;
}

/** One change to try: an empty field leaves the product as it stands. */
export function VariantForm({ number, variant, onChange, onRemove }: VariantFormProps) {
  const bind = (field: keyof Variant) => ({
    value: variant[field],
    onInput: (event: Event) => onChange({ ...variant, [field]: (event.target as HTMLInputElement).value }),
  });
  const wrong = toChange(variant) === null ? 'A price is a number above 0.' : undefined;
  return (
    <section class="card" aria-label={`Variant ${number}`}>
      <div class="card-head">
        <h2>Variant {number}</h2>
        {onRemove && (
          <button type="button" class="quiet" onClick={onRemove} aria-label={`Remove variant ${number}`}>
            Remove
          </button>
        )}
      </div>
      <div class="form">
        <Field
          label="Promotion text"
          control={(props) => (
            <textarea
              {...props}
              {...bind('promo_text')}
              rows={2}
              maxLength={8192}
              placeholder="as it stands"
              dir="auto"
            />
          )}
        />
        <div class="row">
          <Field
            label="Price"
            wrong={wrong}
            control={(props) => (
              <input {...props} {...bind('price')} inputMode="decimal" placeholder="as it stands" />
            )}
          />
          <Field
            label="Launch week"
            control={(props) => <input {...props} {...bind('date')} type="date" />}
          />
        </div>
      </div>
    </section>
  );
}
