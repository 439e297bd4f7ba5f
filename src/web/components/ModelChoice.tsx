import { ModelOptions } from './ModelOptions';
import { useModels } from '../state/models';
import { Field } from './Field';
import { t } from '../languages/speech';

interface ModelChoiceProps {
  /** Empty for the active one. */
  value: string;
  onChange: (name: string) => void;
}

/** Which model answers here; nothing where there is but one. */
export function ModelChoice({ value, onChange }: ModelChoiceProps) {
  const { value: answer } = useModels();
  const serving = (answer?.models ?? []).filter(
    ({ name, state, manifest }) =>
      name === value || (state === 'serving' && manifest?.schema.mode === 'demand'),
  );
  if (serving.length < 2) return null;
  return (
    <Field
      label={t('common.model')}
      control={(props) => (
        <select {...props} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('forecast.form.activeModel')}</option>
          <ModelOptions models={serving} />
        </select>
      )}
    />
  );
}
