import type { FeatureEffect } from '../../../contract/forecastAnswers';
import { change } from '../../components/format';
import { t } from '../../languages/speech';

const SHOWN = 6;

interface SubjectEffectsProps {
  effects: FeatureEffect[];
  /** The product's values of a subject. */
  details: Record<string, string | undefined>;
}

/** The effects of numbers on the total in units: one bar for all features of a subject. */
export function SubjectEffects({ effects, details }: SubjectEffectsProps) {
  const subjects = sums(effects).slice(0, SHOWN);
  if (subjects.length === 0) return null;
  const largest = Math.max(...subjects.map(({ effect }) => Math.abs(effect)));
  return (
    <div>
      <h3>{t('forecast.reasons.numbers')}</h3>
      <dl class="effects">
        {subjects.map(({ about, effect }) => (
          <div key={about}>
            <dt>
              {subjectName(about)}
              {details[about] && <small>{details[about]}</small>}
            </dt>
            <dd>
              <span
                class={effect < 0 ? 'bar down' : 'bar up'}
                style={{ '--share': Math.abs(effect) / largest }}
                aria-hidden="true"
              />
              {change(effect)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Effects by subject, strongest first; those that round to zero are left out. */
function sums(effects: FeatureEffect[]): { about: string; effect: number }[] {
  const total = new Map<string, number>();
  for (const { about, effect } of effects) total.set(about, (total.get(about) ?? 0) + effect);
  return [...total]
    .map(([about, effect]) => ({ about, effect }))
    .filter(({ effect }) => change(effect) !== '±0')
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

const SUBJECTS = {
  'sales so far': 'sales',
  'time of year': 'season',
  'how long it has been on sale': 'age',
  price: 'price',
  promotion: 'promotion',
} as const;

/** A subject's name in the page's language; a further column keeps its own. */
function subjectName(about: string): string {
  const subject = SUBJECTS[about as keyof typeof SUBJECTS];
  return subject
    ? t(`forecast.reasons.subject.${subject}`)
    : about[0]!.toUpperCase() + about.slice(1).replaceAll('_', ' ');
}
