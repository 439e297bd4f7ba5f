import { t } from '../languages/speech';
import { Choice } from './Choice';

interface HorizonChoiceProps {
  /** Weeks that the model forecasts; null where that is not known. */
  most: number | null;
  /** Empty for all of them. */
  value: string;
  onChange: (weeks: string) => void;
}

/** How many weeks are forecast and added up; nothing where there is no choice. */
export function HorizonChoice({ most, value, onChange }: HorizonChoiceProps) {
  if (most === null || most < 2) return null;
  const fewer = Array.from({ length: most - 1 }, (_, at) => String(at + 1));
  return (
    <Choice
      label={t('forecast.form.horizon')}
      value={fewer.includes(value) ? ` ${value}` : ''}
      // With a blank before it, as names that are whole numbers come first in any record.
      options={Object.fromEntries([
        ['', t('common.weeks', { count: most })],
        ...fewer.reverse().map((weeks) => [` ${weeks}`, t('common.weeks', { count: Number(weeks) })]),
      ])}
      onChange={(weeks) => onChange(weeks.trim())}
    />
  );
}
