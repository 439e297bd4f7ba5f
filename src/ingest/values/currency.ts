import { certain } from '../../common/certain';

/** Currency symbols and codes next to a number; the longest first if one is a prefix of another. */
const CURRENCIES: readonly (readonly [code: string, ...signs: string[]])[] = [
  ['BRL', 'R$', 'BRL'],
  ['USD', 'US$', 'USD', '$'],
  ['EUR', '€', 'EUR', 'euros', 'euro'],
  ['GBP', '£', 'GBP'],
  ['JPY', 'JPY', '円'],
  ['CNY', 'CNY', 'RMB', '元'],
  ['¥', '¥'],
  ['CHF', 'CHF', 'SFr.', 'Fr.'],
  ['PLN', 'PLN', 'zł'],
  ['TRY', 'TRY', '₺', 'TL'],
  ['RUB', 'RUB', '₽', 'руб.', 'руб', 'р.'],
  ['INR', 'INR', '₹', 'Rs.', 'Rs'],
  ['KRW', 'KRW', '₩'],
  ['TWD', 'TWD', 'NT$'],
  ['HKD', 'HKD', 'HK$'],
  ['CAD', 'CAD', 'CA$', 'C$'],
  ['AUD', 'AUD', 'AU$', 'A$'],
  ['MXN', 'MXN', 'MX$'],
  ['CZK', 'CZK', 'Kč'],
  ['SEK', 'SEK'],
  ['NOK', 'NOK'],
  ['DKK', 'DKK'],
  ['kr', 'kr.', 'kr'],
  ['UAH', 'UAH', '₴', 'грн.', 'грн'],
  ['ILS', 'ILS', '₪'],
  ['IDR', 'IDR', 'Rp.', 'Rp'],
  ['VND', 'VND', '₫', 'đ'],
  ['THB', 'THB', '฿', 'บาท'],
  ['MYR', 'MYR', 'RM'],
  ['SGD', 'SGD', 'S$'],
  ['PHP', 'PHP', '₱'],
  ['HUF', 'HUF', 'Ft'],
  ['RON', 'RON', 'lei'],
  ['BGN', 'BGN', 'лв.', 'лв'],
  ['RSD', 'RSD'],
  ['ISK', 'ISK'],
  ['KZT', 'KZT', '₸', 'тг'],
  ['NGN', 'NGN', '₦'],
  ['ZAR', 'ZAR'],
  ['KES', 'KES', 'KSh'],
  ['EGP', 'EGP'],
  ['MAD', 'MAD'],
  ['AED', 'AED'],
  ['SAR', 'SAR'],
  ['PKR', 'PKR'],
  ['BDT', 'BDT', '৳'],
  ['LKR', 'LKR'],
  ['NZD', 'NZD', 'NZ$'],
  ['ARS', 'ARS'],
  ['CLP', 'CLP'],
  ['COP', 'COP'],
  ['PEN', 'PEN', 'S/.', 'S/'],
];

const CODES = new Map(
  CURRENCIES.flatMap(([code, ...signs]) => signs.map((sign) => [sign.toLowerCase(), code] as const)),
);
const SIGNS = [...CODES.keys()]
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[$.]/g, '\\$&'))
  .join('|');
const BEFORE = new RegExp(`^(${SIGNS})\\s*(?=[-+\\d.,])`, 'i');
const BEHIND = new RegExp(`(?<=[\\d.,-])\\s*(${SIGNS})$`, 'i');

/** Signs that several currencies share. */
const SHARED_SIGNS = ['$', '¥', '元', 'kr', 'kr.', 'rs', 'rs.', 'fr.', 'lei', 'р.', 'руб', 'руб.'];
const NAMED = /\p{Sc}|[A-Z]{3}/gu;

/** The currency at either end of a number's text, its sign, and the remaining text; null if there is none. */
export function currencyOf(text: string): { currency: string; sign: string; rest: string } | null {
  const found = BEFORE.exec(text) ?? BEHIND.exec(text);
  if (!found) return null;
  const rest = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  const sign = found[1].toLowerCase();
  return { currency: certain(CODES.get(sign), `code of ${found[1]}`), sign, rest: rest.trim() };
}

/**
 * ISO 4217 code of the currency that a column's name and cells say; undefined where they say none or several, or only by a
 * sign such as $ that several currencies share.
 */
export function shownCurrency(name: string, cells: readonly string[]): string | undefined {
  const signs = new Set([
    ...(name.match(NAMED) ?? []).map((sign) => sign.toLowerCase()).filter((sign) => CODES.has(sign)),
    ...cells.flatMap((cell) => currencyOf(cell.trim())?.sign ?? []),
  ]);
  const codes = new Set([...signs].map((sign) => (SHARED_SIGNS.includes(sign) ? '' : CODES.get(sign))));
  const [only] = codes.size === 1 ? codes : [];
  return only || undefined;
}
