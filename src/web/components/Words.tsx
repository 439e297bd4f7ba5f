import type { WordEffect } from '../../contract/forecasting';
import { change } from './format';

interface WordsProps {
  field: WordEffect['field'];
  text: string;
  effects: WordEffect[];
}

/** A text with its words coloured by what each does to the total, in units. */
export function Words({ field, text, effects }: WordsProps) {
  const own = effects.filter((word) => word.field === field).sort((a, b) => a.start - b.start);
  const largest = Math.max(...effects.map((word) => Math.abs(word.effect)), 1e-9);
  const pieces = [];
  let position = 0;
  for (const word of own) {
    pieces.push(text.slice(position, word.start));
    pieces.push(
      <Word
        key={word.start}
        word={word}
        text={text.slice(word.start, word.end)}
        strength={Math.abs(word.effect) / largest}
      />,
    );
    position = word.end;
  }
  return (
    <span class="words" dir="auto">
      {pieces}
      {text.slice(position)}
    </span>
  );
}

function Word({ word, text, strength }: { word: WordEffect; text: string; strength: number }) {
  const wash = word.effect > 0 ? 'var(--up)' : 'var(--down)';
  const mark = `color-mix(in srgb, ${wash} ${Math.round(strength * 100)}%, transparent)`;
  const size = change(word.effect);
  return (
    <mark ref={(element) => element?.style.setProperty('--mark', mark)}>
      {text}
      {size !== '±0' && strength > 0.08 && <sup>{size}</sup>}
    </mark>
  );
}
