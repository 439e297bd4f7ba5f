const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const thousandth = new Intl.NumberFormat('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Units as a person says them: whole from ten on, one decimal below. */
export function units(value: number): string {
  const text = Math.abs(value) >= 10 ? whole.format(value) : tenth.format(value);
  return text === '-0' ? '0' : text.replace('-', '\u2212');
}

/** A change in units with its sign; `±0` where it rounds to nothing. */
export function change(value: number): string {
  const text = units(Math.abs(value));
  if (text === '0') return '±0';
  return value > 0 ? `+${text}` : `\u2212${text}`;
}

/** A share of one with its sign, in percent. */
export function percentChange(share: number): string {
  const text = whole.format(Math.abs(share) * 100);
  if (text === '0') return '±0%';
  return `${share > 0 ? '+' : '\u2212'}${text}%`;
}

/** A figure of an evaluation to three decimals. */
export function figure(value: number): string {
  return thousandth.format(value).replace('-', '\u2212');
}

export function price(value: number | null): string {
  return value === null ? '–' : exact.format(value);
}

export function day(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

export function month(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

export function count(value: number): string {
  return whole.format(value);
}

/** `1 product`, `20,000 products`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `week`, `four weeks`, `26 weeks`. */
export function weeksInWords(weeks: number): string {
  return weeks === 1 ? 'week' : `${WORDS[weeks] ?? weeks} weeks`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
