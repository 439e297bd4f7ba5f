/** A word's singular and plural, as far as they differ by an s; a singular has at least three letters. */
export function numbersOf(word: string): string[] {
  const singular = word.endsWith('s') ? word.slice(0, -1) : word;
  if (singular.length < 3 || word.endsWith('ss')) return [word];
  return [singular, `${singular}s`];
}

/** A word, and the English singulars that it may be the plural of. */
export function singularsOf(word: string): string[] {
  return [...numbersOf(word), ...(word.endsWith('ies') ? [`${word.slice(0, -3)}y`] : [])];
}
