/** A word's singular and plural, as far as an s makes it; a singular has three letters at least. */
export function numbersOf(word: string): string[] {
  const singular = word.endsWith('s') ? word.slice(0, -1) : word;
  if (singular.length < 3 || word.endsWith('ss')) return [word];
  return [singular, `${singular}s`];
}

/** A word, and what it may be the plural of in English. */
export function singularsOf(word: string): string[] {
  return [...numbersOf(word), ...(word.endsWith('ies') ? [`${word.slice(0, -3)}y`] : [])];
}
