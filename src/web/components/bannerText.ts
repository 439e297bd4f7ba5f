import type { NextStep } from '../../contract/nextStep';
import type { ThinWeek } from '../../contract/saleAnswers';
import { day } from './format';
import { t } from '../languages/speech';

/** The next step, as text for the user, and the label of the link to it. */
export function bannerOf(next: NextStep): { text: string; link: string } {
  const { step, active, weeks, weeks_needed: needed } = next;
  const foreign = t('models.step.foreign', { active });
  const model = next.model ?? '';
  switch (step) {
    case 'collect_weeks':
      return {
        text: t('models.step.collect_weeks', { foreign, needed, weeks }),
        link: t('models.step.link.collect_weeks'),
      };
    case 'train':
    case 'training':
      return { text: t(`models.step.${step}`, { foreign }), link: t(`models.step.link.${step}`) };
    case 'activate':
      return {
        text: t('models.step.activate', { foreign, model }),
        link: t('models.step.link.activate', { model }),
      };
    case 'look':
      return { text: t('models.step.look', { foreign, model }), link: t('models.step.link.look') };
  }
}

/** The warning that few products sold in the last complete week, and what to do. */
export function thinText({ week, products, usual }: ThinWeek): string {
  const told = { week: day(week), usual: Math.round(usual) };
  return products === 0 ? t('models.step.empty', told) : t('models.step.thin', { count: products, ...told });
}
