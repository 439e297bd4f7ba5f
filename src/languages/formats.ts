/** Numbers, money, shares and days as people of a locale write them. */
export interface Formats {
  /** Units as a person says them: whole from ten on, one decimal below. */
  units: (value: number) => string;
  /** Units that someone has or orders, with the decimals that they have. */
  amount: (value: number) => string;
  /** A change in units with its sign; `±0` where it rounds to nothing. */
  change: (value: number) => string;
  /** A share of one in whole percent. */
  percent: (share: number) => string;
  /** A share of one with its sign, in percent. */
  percentChange: (share: number) => string;
  /** A figure of an evaluation to three decimals. */
  figure: (value: number) => string;
  /** A figure on an axis, with the decimals that it has. */
  tick: (value: number) => string;
  /** To so many decimals. */
  fixed: (value: number, digits: number) => string;
  /** A difference of two figures with its sign, to three decimals. */
  difference: (value: number) => string;
  /** How the currency of prices is written; null where it is unknown, and prices and sums are plain numbers. */
  currency: string | null;
  /** A price with its decimals; a dash where none is known. */
  price: (value: number | null) => string;
  /** A sum of money, whole from ten on. */
  money: (value: number) => string;
  /** A number of things. */
  count: (value: number) => string;
  /** Day and month of an ISO day. */
  day: (iso: string) => string;
  /** The same with its year, for spans that may be longer than one. */
  dayOfYear: (iso: string) => string;
  /** The day of the week of an ISO day. */
  weekday: (iso: string) => string;
  /** Month and year of an ISO day. */
  month: (iso: string) => string;
}

const MINUS = '\u2212';

/** The formats of a locale (BCP 47), with prices in a currency (ISO 4217) if it is known. */
export function formatsOf(locale: string, currency: string | null = null): Formats {
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value).replace('-', MINUS);
  };
  const decimals = (digits: number) =>
    number({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (iso: string) => format.format(new Date(`${iso}T00:00:00Z`));
  };
  const count = number({ maximumFractionDigits: 0 });
  const tenth = number({ maximumFractionDigits: 1 });
  const percent = number({ style: 'percent', maximumFractionDigits: 0 });
  const hundredth = decimals(2);
  const inCurrency: Intl.NumberFormatOptions | null =
    currency === null ? null : { style: 'currency', currency };
  const priced = inCurrency ? number(inCurrency) : hundredth;
  const whole = inCurrency && number({ ...inCurrency, maximumFractionDigits: 0 });
  const exact = number({ maximumFractionDigits: 3 });
  const thousandth = decimals(3);
  const units = (value: number) => {
    const text = Math.abs(value) >= 10 ? count(value) : tenth(value);
    return text === `${MINUS}0` ? '0' : text;
  };
  const signed = (value: number, text: string, nothing: string) =>
    text === nothing ? `±${text}` : `${value > 0 ? '+' : MINUS}${text}`;
  return {
    currency: inCurrency && symbolOf(new Intl.NumberFormat(locale, inCurrency)),
    units,
    amount: exact,
    change: (value) => signed(value, units(Math.abs(value)), '0'),
    percent,
    percentChange: (share) => signed(share, percent(Math.abs(share)), percent(0)),
    figure: thousandth,
    tick: exact,
    fixed: (value, digits) => decimals(digits)(value),
    difference: (value) => `${value < 0 ? MINUS : '+'}${thousandth(Math.abs(value))}`,
    price: (value) => (value === null ? '–' : priced(value)),
    money: (value) => {
      if (!whole) return units(value);
      return Math.abs(value) >= 10 ? whole(value) : priced(value);
    },
    count,
    day: date({ day: 'numeric', month: 'short' }),
    dayOfYear: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    weekday: date({ weekday: 'long' }),
    month: date({ month: 'short', year: 'numeric' }),
  };
}

function symbolOf(format: Intl.NumberFormat): string | null {
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? null;
}
