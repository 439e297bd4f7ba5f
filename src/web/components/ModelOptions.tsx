import type { ModelState } from '../../contract/service';

/** Models to choose from, by their titles. */
export function ModelOptions({ models }: { models: readonly ModelState[] }) {
  return models.map(({ name, manifest }) => (
    <option key={name} value={name}>
      {manifest?.title || name}
    </option>
  ));
}
