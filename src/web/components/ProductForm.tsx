import { MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { ProductSheet, SheetErrors, TextField } from '../state/productSheet';
import { ColumnFields } from './ColumnFields';
import { Field } from './Field';
import { inCurrency } from './format';
import { HorizonChoice } from './HorizonChoice';
import { ModelChoice } from './ModelChoice';
import { useHorizon } from '../state/useHorizon';
import { Rich } from './Rich';
import { t } from '../languages/speech';

interface ProductFormProps {
  sheet: ProductSheet;
  errors: SheetErrors;
  onChange: (sheet: ProductSheet) => void;
}

/** A form for a product: texts, price, launch week, and past sales. */
export function ProductForm({ sheet, errors, onChange }: ProductFormProps) {
  const bind = (field: TextField) => ({
    value: sheet[field],
    onInput: (event: Event) => onChange({ ...sheet, [field]: (event.target as HTMLInputElement).value }),
  });
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      {sheet.sku && (
        <p class="card-note">
          <Rich text={t('forecast.form.known', { sku: sheet.sku })} />
        </p>
      )}
      <Field
        label={t('common.description')}
        hint={t('forecast.form.descriptionHint')}
        control={(props) => (
          <textarea {...props} {...bind('description')} rows={3} maxLength={MAX_TEXT_CHARACTERS} dir="auto" />
        )}
      />
      <Field
        label={t('common.promotion')}
        hint={t('forecast.form.promotionHint')}
        control={(props) => (
          <textarea {...props} {...bind('promo_text')} rows={2} maxLength={MAX_TEXT_CHARACTERS} dir="auto" />
        )}
      />
      <div class="row">
        <Field
          label={inCurrency(t('common.price'))}
          wrong={errors.price}
          control={(props) => <input {...props} {...bind('price')} inputMode="decimal" autocomplete="off" />}
        />
        <Field
          label={t('common.launch')}
          control={(props) => (
            <input {...props} {...bind('date')} type="date" data-empty={sheet.date === '' || undefined} />
          )}
        />
      </div>
      <Field
        label={t('forecast.form.sales')}
        hint={t('forecast.form.salesHint')}
        wrong={errors.sales}
        control={(props) => (
          <input {...props} {...bind('sales')} placeholder={t('forecast.form.noSales')} autocomplete="off" />
        )}
      />
      <ColumnFields sheet={sheet} errors={errors} onChange={onChange} />
      <ModelChoice value={sheet.model} onChange={(model) => onChange({ ...sheet, model })} />
      <HorizonChoice
        most={useHorizon(sheet.model)}
        value={sheet.horizon}
        onChange={(horizon) => onChange({ ...sheet, horizon })}
      />
    </form>
  );
}
