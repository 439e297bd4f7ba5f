import { MAX_TEXT_CHARACTERS } from '../../../contract/limits';
import { Field } from '../../components/Field';
import { toChange, type Variant } from '../../state/variants';

interface VariantFieldsProps {
  number: number;
  variant: Variant;
  onChange: (variant: Variant) => void;
  onRemove?: () => void;
}

/** One change to try: an empty field leaves the product as it stands. */
export function VariantFields({ number, variant, onChange, onRemove }: VariantFieldsProps) {
  const bind = (field: keyof Variant) => ({
    value: variant[field],
    onInput: (event: Event) => onChange({ ...variant, [field]: (event.target as HTMLInputElement).value }),
  });
  const wrong = toChange(variant) === null ? 'A number above 0, such as 4.95.' : undefined;
  return (
    <div class="form">
      <div class="card-head">
        <h2>Variant {number}</h2>
        {onRemove && (
          <button type="button" class="quiet" onClick={onRemove} aria-label={`Remove variant ${number}`}>
            Remove
          </button>
        )}
      </div>
      <Field
        label="Promotion text"
        control={(props) => (
          <textarea
            {...props}
            {...bind('promo_text')}
            rows={2}
            maxLength={MAX_TEXT_CHARACTERS}
            placeholder="as it stands"
            dir="auto"
          />
        )}
      />
      <Field
        label="Price"
        wrong={wrong}
        control={(props) => (
          <input
            {...props}
            {...bind('price')}
            inputMode="decimal"
            placeholder="as it stands"
            autocomplete="off"
          />
        )}
      />
      <Field label="Launch week" control={(props) => <input {...props} {...bind('date')} type="date" />} />
    </div>
  );
}
