import type { GivenReadings } from '../../ingest/values/columnReadings';
import { t } from '../languages/speech';
import { Choice } from './Choice';

interface ReadingFieldsProps {
  readings: GivenReadings;
  onChange: (readings: GivenReadings) => void;
}

/** Choices for ambiguous numbers and dates. */
export function ReadingFields({ readings, onChange }: ReadingFieldsProps) {
  return (
    <>
      <Choice
        label={t('columns.decimal')}
        value={readings.decimal ?? ''}
        options={{ '': t('columns.as_shown'), point: t('columns.point'), comma: t('columns.comma') }}
        onChange={(decimal) => onChange({ ...readings, decimal: decimal || undefined })}
      />
      <Choice
        label={t('columns.dates')}
        value={readings.date_order ?? ''}
        options={{
          '': t('columns.as_shown'),
          'day/month/year': t('columns.day_first'),
          'month/day/year': t('columns.month_first'),
        }}
        onChange={(date_order) => onChange({ ...readings, date_order: date_order || undefined })}
      />
    </>
  );
}
