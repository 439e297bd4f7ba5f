import { ModelOptions } from './ModelOptions';
import { useModels } from '../state/models';
import { Field } from './Field';
import { t } from '../languages/speech';

interface ModelChoiceProps {
  /** Empty: the active model. */
  value: string;
  onChange: (name: string) => void;
}

/** The choice of the model, which shows a missing one too; nothing if there is only one model. */
export function ModelChoice({ value, onChange }: ModelChoiceProps) {
  const { value: answer } = useModels();
  const models = answer?.models ?? [];
  const isGone = answer !== null && value !== '' && !models.some(({ name }) => name === value);
  const serving = models.filter(
    ({ name, state, manifest }) =>
      name === value || (state === 'serving' && manifest?.schema.mode === 'demand'),
  );
  if (serving.length < 2 && !isGone) return null;
  return (
    <Field
      label={t('common.model')}
      control={(props) => (
        <select {...props} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('forecast.form.activeModel')}</option>
          {isGone && <option value={value}>{t('forecast.form.modelGone', { model: value })}</option>}
          <ModelOptions models={serving} />
        </select>
      )}
    />
  );
}
