import type { WordEffect } from '../../contract/forecastAnswers';
import { change } from './format';

interface WordsProps {
  field: WordEffect['field'];
  text: string;
  effects: WordEffect[];
}

/** Longer texts scroll, and therefore must be focusable. */
const SCROLLS = 400;
/** Figures of effects below this share of the strongest are hidden. */
const NOTABLE = 0.08;

/** A text whose words are coloured by their effect on the total, in units. */
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
        effect={word.effect}
        text={text.slice(word.start, word.end)}
        strength={Math.abs(word.effect) / largest}
      />,
    );
    position = word.end;
  }
  return (
    <p class="words" dir="auto" tabIndex={text.length > SCROLLS ? 0 : undefined}>
      {pieces}
      {text.slice(position)}
    </p>
  );
}

function Word({ effect, text, strength }: { effect: number; text: string; strength: number }) {
  const wash = effect > 0 ? 'var(--up)' : 'var(--down)';
  const size = change(effect);
  return (
    <mark style={{ '--mark': `color-mix(in srgb, ${wash} ${Math.round(strength * 100)}%, transparent)` }}>
      {text}
      {size !== '±0' && strength > NOTABLE && <sup dir="ltr">{size}</sup>}
    </mark>
  );
}
