const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Units as a person says them: whole from ten on, one decimal below. */
export function units(value: number): string {
  return Math.abs(value) >= 10 ? whole.format(value) : tenth.format(value);
}

/** A change in units with its sign. */
export function change(value: number): string {
  const text = units(Math.abs(value));
  if (text === '0') return '±0';
  return value > 0 ? `+${text}` : `−${text}`;
}

export function day(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

export function count(value: number): string {
  return whole.format(value);
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
