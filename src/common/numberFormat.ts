/** Formats numbers in English. Created on first use, so that no start waits for it. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => (format ??= new Intl.NumberFormat('en', options)).format(value);
}
