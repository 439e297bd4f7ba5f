import type { FeatureEffect } from '../../../contract/forecasting';
import { change } from '../../components/format';

const SHOWN = 6;

/** The numbers that move the forecast most, with their effect on the total in units. */
export function FeatureEffects({ effects }: { effects: FeatureEffect[] }) {
  const strongest = [...effects].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, SHOWN);
  if (strongest.length === 0) return null;
  return (
    <table>
      <caption class="visually-hidden">Effect of the numbers on the total</caption>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col" class="number">
            Value
          </th>
          <th scope="col" class="number">
            Effect, units
          </th>
        </tr>
      </thead>
      <tbody>
        {strongest.map((effect) => (
          <tr key={effect.feature}>
            <td>{effect.feature.replaceAll('_', ' ')}</td>
            <td class="number">
              {typeof effect.value === 'number' ? Number(effect.value.toFixed(2)) : (effect.value ?? '–')}
            </td>
            <td class="number">{change(effect.effect)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
