/** Sentences by area and name; `{{name}}` is a place for a value, `_one` and `_other` end the forms of a plural. */
export interface Words {
  readonly [key: string]: string | Words;
}

type Form = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Stem<Key extends string> = Key extends `${infer Name}_${Form}` ? Name : Key;

/** Every sentence of `W` by its path, such as `forecast.range`; a plural by the path without its form. */
export type KeyOf<W> = {
  [Key in keyof W & string]: W[Key] extends string ? Stem<Key> : `${Key}.${KeyOf<W[Key]>}`;
}[keyof W & string];

type At<W, Key extends string> = Key extends keyof W
  ? W[Key]
  : `${Key}_other` extends keyof W
    ? `${W[`${Key}_other`] & string}{{count}}`
    : Key extends `${infer Area}.${infer Rest}`
      ? Area extends keyof W
        ? At<W[Area], Rest>
        : never
      : never;

type Places<Sentence> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

/** The values that the sentence of a key has places for; none where it has none. */
export type ValuesOf<W, Key extends string> = [Places<At<W, Key>>] extends [never]
  ? []
  : [values: Record<Places<At<W, Key>>, string | number>];
