import type { Warning } from '../../contract/forecastAnswers';
import { currentFormats, t } from '../languages/speech';
import { day, percent, price, tick, units } from './format';

/** A warning of an answer, in the page's language with its figures. */
export function warningText({ code, values }: Warning): string {
  const number = (name: string) => Number(values[name]);
  const name = (of: string) => String(values[of] ?? '');
  switch (code) {
    case 'other_shop':
      return t('warnings.other_shop', { model: name('model'), share: percent(number('share')) });
    case 'text_truncated':
      return t('warnings.text_truncated', { characters: number('characters'), length: number('length') });
    case 'unfamiliar_text':
      return t('warnings.unfamiliar_text', toldApart(number('similarity'), number('usual')));
    case 'unfamiliar_promotion':
      return t(
        name('effect') === 'none' ? 'warnings.unlike_promotions' : 'warnings.unfamiliar_promotion',
        toldApart(number('similarity'), number('usual')),
      );
    case 'read_as':
      return t('warnings.read_as', { word: name('word'), read: name('read') });
    case 'price_out_of_range':
      return t(name('side') === 'below' ? 'warnings.price_below' : 'warnings.price_above', {
        price: price(number('price')),
      });
    case 'history_out_of_range':
      return t('warnings.history_out_of_range', {
        units: units(number('units')),
        usual: units(number('usual')),
      });
    case 'unknown_weeks': {
      const week = day(name('week'));
      return number('weeks') === 1
        ? t('warnings.unknown_week', { week })
        : t('warnings.unknown_weeks', { weeks: number('weeks'), of: number('of'), week });
    }
    case 'price_effect_unknown':
      return priceText(name('why'), number('products'), number('changes'));
    case 'promotion_effect_unknown':
    case 'depth_effect_unknown':
      return t(`warnings.${code}`, {
        changes: number('changes'),
        products: number('products'),
      });
    case 'unseen_category':
      return t('warnings.unseen_category', {
        column: name('column'),
        unseen: name('unseen'),
        levels: name('levels') || '—',
      });
    case 'season_unknown':
      return t('warnings.season_unknown', { times: tick(number('times')) });
    case 'far_ahead':
      return t('warnings.far_ahead', { weeks: number('weeks') });
    case 'past_date':
      return t('warnings.past_date', { first: day(name('first')), last: day(name('last')) });
    case 'unknown_sku':
      return t('warnings.unknown_sku', { sku: name('sku') });
    case 'analog_unused':
      return t(name('why') === 'unknown' ? 'warnings.analog_unknown' : 'warnings.analog_not_sold', {
        sku: name('sku'),
      });
    case 'not_read':
      if (name('of') === 'analogs') return t('warnings.analogs_not_read');
      return name('of') === 'demand'
        ? t('warnings.promotion_not_read')
        : t('warnings.field_not_read', { field: name('field') });
  }
}

function priceText(why: string, products: number, changes: number): string {
  if (why === 'no_reference') return t('warnings.price_without_reference');
  return why === 'few_changes'
    ? t('warnings.price_few_changes', { changes, products })
    : t('warnings.price_few_products', { products });
}

/** A similarity and the usual one, with enough digits to differ. */
function toldApart(similarity: number, usual: number): { similarity: string; usual: string } {
  const { fixed } = currentFormats();
  const digits = similarity.toFixed(2) === usual.toFixed(2) ? 4 : 2;
  return { similarity: fixed(similarity, digits), usual: fixed(usual, digits) };
}
