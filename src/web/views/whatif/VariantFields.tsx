import { MAX_TEXT_CHARACTERS } from '../../../contract/limits';
import { Field } from '../../components/Field';
import { inCurrency } from '../../components/format';
import { toChange, type Variant } from '../../state/variants';
import { t } from '../../languages/speech';

interface VariantFieldsProps {
  number: number;
  variant: Variant;
  onChange: (variant: Variant) => void;
  onRemove?: () => void;
}

/** The fields of a variant: an empty field keeps the product's value. */
export function VariantFields({ number, variant, onChange, onRemove }: VariantFieldsProps) {
  const bind = (field: keyof Variant) => ({
    value: variant[field],
    onInput: (event: Event) => onChange({ ...variant, [field]: (event.target as HTMLInputElement).value }),
  });
  const wrong = toChange(variant) === null ? t('whatif.notPrice') : undefined;
  return (
    <div class="form">
      <div class="card-head">
        <h2>{t('whatif.variant', { number })}</h2>
        {onRemove && (
          <button
            type="button"
            class="quiet"
            onClick={onRemove}
            aria-label={t('whatif.removeVariant', { number })}
          >
            {t('whatif.remove')}
          </button>
        )}
      </div>
      <Field
        label={t('common.promotion')}
        control={(props) => (
          <textarea
            {...props}
            {...bind('promo_text')}
            rows={2}
            maxLength={MAX_TEXT_CHARACTERS}
            placeholder={t('whatif.beside')}
            dir="auto"
          />
        )}
      />
      <Field
        label={inCurrency(t('common.price'))}
        wrong={wrong}
        control={(props) => (
          <input
            {...props}
            {...bind('price')}
            inputMode="decimal"
            placeholder={t('whatif.beside')}
            autocomplete="off"
          />
        )}
      />
      <Field
        label={t('common.launch')}
        control={(props) => (
          <input {...props} {...bind('date')} type="date" data-empty={variant.date === '' || undefined} />
        )}
      />
    </div>
  );
}
