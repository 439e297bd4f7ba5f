import { useState } from 'preact/hooks';
import type { AssortmentResponse } from '../../../contract/orders';
import { postJson } from '../../api/client';
import { Choice } from '../../components/Choice';
import { listed, money, percent, units } from '../../components/format';
import { HorizonChoice } from '../../components/HorizonChoice';
import { FailureNote, Loading } from '../../components/Notes';
import { RangeFigure } from '../../components/RangeFigure';
import { WeeklyForecast } from '../../charts/WeeklyForecast';
import { t } from '../../languages/speech';
import { useAnswer } from '../../state/useAnswer';
import { useHorizon } from '../../state/useHorizon';
import { WideTable } from '../../components/WideTable';

/** Sheets up to this size are added up without a click. */
const AT_ONCE = 2000;

interface TogetherCardProps {
  /** Null: the products on sale in the catalog. */
  items: readonly unknown[] | null;
  /** The sheet's line of an item. */
  lineOf?: (index: number) => number;
  /** Category columns for subtotals. */
  categories: readonly string[];
  /** Weeks to add up, empty: the model's horizon; if omitted, it is chosen here. */
  weeks?: string;
}

/** The total of many products, with a range that accounts for correlated errors; on demand for long sheets. */
export function TogetherCard({ items, lineOf, categories, weeks }: TogetherCardProps) {
  const [chosen, setChosen] = useState('');
  const most = useHorizon('');
  const span = weeks ?? chosen;
  const [wanted, setWanted] = useState(items !== null && items.length <= AT_ONCE);
  const [by, setBy] = useState('');
  const { phase, value, error, retry } = useAnswer({
    key: wanted ? `by ${by} ${span}` : null,
    ask: (signal) =>
      postJson<AssortmentResponse>(
        '/assortment',
        {
          ...(items && { items }),
          ...(by && { by }),
          ...(span && { horizon: Number(span) }),
          duplicates: true,
        },
        signal,
      ),
  });
  return (
    <section class="card form" aria-labelledby="together-title" aria-busy={phase === 'loading'}>
      <div class="card-head">
        <h2 id="together-title">{items ? t('catalog.together.sheet') : t('catalog.together.catalog')}</h2>
        {!wanted && (
          <button type="button" onClick={() => setWanted(true)}>
            {t('catalog.together.add')}
          </button>
        )}
      </div>
      {phase === 'loading' && !value && <Loading what={t('catalog.together.adding')} />}
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {value && <Together answer={value} />}
      {value && weeks === undefined && <HorizonChoice most={most} value={chosen} onChange={setChosen} />}
      {value && categories.length > 0 && (
        <Choice
          label={t('catalog.together.by')}
          value={by}
          options={Object.fromEntries([
            ['', t('catalog.together.all')],
            ...categories.map((column) => [column, column]),
          ])}
          onChange={setBy}
        />
      )}
      {value?.categories && <Categories categories={value.categories} />}
      {value && <Duplicates answer={value} lineOf={lineOf} />}
    </section>
  );
}

function Together({ answer }: { answer: AssortmentResponse }) {
  const { total, weeks } = answer;
  return (
    <>
      <RangeFigure forecast={{ forecast: weeks, total }} />
      <p class="sentence" role="status" data-testid="together">
        {sentencesOf(answer)}
      </p>
      <WeeklyForecast forecast={{ forecast: weeks, total }} />
      <p class="card-note">
        {t('catalog.together.note', { products: t('common.products', { count: answer.products }) })}
      </p>
    </>
  );
}

/** Units, and revenue if prices are known. */
function sentencesOf({ products, total, revenue, priced, span }: AssortmentResponse): string {
  const range = ({ mean, p10, p90 }: AssortmentResponse['total'], say: (value: number) => string) => ({
    mean: say(mean),
    low: say(p10),
    high: say(p90),
  });
  const counted = t('common.products', { count: products });
  const sold = t('catalog.together.sold', { products: counted, count: span, ...range(total, units) });
  if (!revenue) return sold;
  const earned =
    priced < products
      ? t('catalog.together.revenueOf', { priced, ...range(revenue, money) })
      : t('catalog.together.revenue', range(revenue, money));
  return t('common.after', { first: sold, rest: earned });
}

function Categories({ categories }: { categories: NonNullable<AssortmentResponse['categories']> }) {
  return (
    <WideTable label={t('catalog.together.by_scrolls')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('catalog.together.category')}</th>
            {(['products', 'expected', 'low', 'high', 'revenue'] as const).map((name) => (
              <th key={name} scope="col" class="number">
                {t(`catalog.together.head.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map(({ level, products, total, revenue }) => (
            <tr key={level}>
              <td dir="auto">{level ?? t('catalog.together.none')}</td>
              <td class="number">{units(products)}</td>
              <td class="number">{units(total.mean)}</td>
              <td class="number">{units(total.p10)}</td>
              <td class="number">{units(total.p90)}</td>
              <td class="number">{revenue ? money(revenue.mean) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

interface DuplicatesProps {
  answer: AssortmentResponse;
  lineOf?: (index: number) => number;
}

/** Products that may be listed more than once, and would count more than once in the totals. */
function Duplicates({ answer: { duplicates = [], duplicates_found: found = 0 }, lineOf }: DuplicatesProps) {
  if (duplicates.length === 0) return null;
  const nameOf = ({ index, sku }: (typeof duplicates)[number]['items'][number]) =>
    lineOf ? t('catalog.together.inLine', { line: String(lineOf(index)) }) : (sku ?? '');
  return (
    <details>
      <summary>{t('catalog.together.duplicates', { count: found })}</summary>
      <ul data-testid="duplicates" tabIndex={0} class="findings">
        {duplicates.map(({ items, similarity, same_words: same }, at) => (
          <li key={at}>
            <span dir="auto">{items.map(({ description }) => description).join(' · ')}</span>
            <small>
              {t('catalog.together.duplicate', {
                names: listed(items.map(nameOf)),
                alike: same
                  ? t('catalog.together.sameWords')
                  : t('catalog.together.alike', { share: percent(similarity) }),
              })}
            </small>
          </li>
        ))}
      </ul>
      {found > duplicates.length && <p>{t('catalog.together.onlyShown', { count: duplicates.length })}</p>}
    </details>
  );
}
