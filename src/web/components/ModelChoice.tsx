import { ModelOptions } from './ModelOptions';
import { useModels } from '../state/models';
import { Field } from './Field';
import { t } from '../languages/speech';

interface ModelChoiceProps {
  /** Empty for the active one. */
  value: string;
  onChange: (name: string) => void;
}

/** Which model answers here, also where the one asked for is no longer there; nothing where there is but one. */
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
