import type { TuningReport } from '../training/encoder/fineTune';
import { counted } from './command';

/** The result of fine-tuning the encoder, in a few sentences. */
export function tuningText({ chosen, items, judged, before, after, gain, seconds }: TuningReport): string {
  const figure = (value: number) => value.toFixed(3);
  return [
    `Tuned the encoder on ${counted(items, 'text')} in ${seconds} s.`,
    `Of ${judged} that it did not see, words leave ${figure(after)} of the variance unexplained, ${figure(before)} before;`,
    `gain ${figure(gain.mean)} (95%: ${figure(gain.low)} to ${figure(gain.high)}).`,
    chosen ? 'The tuned encoder goes with the model.' : 'It stays as it was.',
  ].join(' ');
}
