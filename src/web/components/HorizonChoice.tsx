import { t } from '../languages/speech';
import { Choice } from './Choice';

interface HorizonChoiceProps {
  /** The model's horizon in weeks; null if unknown. */
  most: number | null;
  /** Empty: all weeks. */
  value: string;
  onChange: (weeks: string) => void;
}

/** The number of weeks to forecast and add up; nothing if there is no choice. */
export function HorizonChoice({ most, value, onChange }: HorizonChoiceProps) {
  if (most === null || most < 2) return null;
  const fewer = Array.from({ length: most - 1 }, (_, at) => String(at + 1));
  return (
    <Choice
      label={t('forecast.form.horizon')}
      value={fewer.includes(value) ? ` ${value}` : ''}
      // The leading space keeps the order: integer keys come first in an object.
      options={Object.fromEntries([
        ['', t('common.weeks', { count: most })],
        ...fewer.reverse().map((weeks) => [` ${weeks}`, t('common.weeks', { count: Number(weeks) })]),
      ])}
      onChange={(weeks) => onChange(weeks.trim())}
    />
  );
}
