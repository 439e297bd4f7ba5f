import { Refused } from '../../contract/eachAlone';
import type { FedAnswer } from '../../contract/saleAnswers';
import { firstIssue } from './validate';

/**
 * Separates the valid elements of a body's field from those that their schema refused; `pathOf` gives the path of a
 * valid one.
 */
export function parted<T>(elements: readonly (T | Refused)[], field: string) {
  const taken: T[] = [];
  const places: number[] = [];
  const refused: FedAnswer['refused'] = [];
  elements.forEach((element, at) => {
    if (element instanceof Refused) refused.push(firstIssue(element.error, `${field}[${at}]`));
    else {
      taken.push(element);
      places.push(at);
    }
  });
  return { taken, refused, pathOf: (index: number, path: string) => `${field}[${places[index]}].${path}` };
}

/** Elements refused by the schema or by the catalog, in the order in which they were sent. */
export function inOrder(
  refused: FedAnswer['refused'],
  later: readonly { index: number; path: string; message: string }[],
  pathOf: (index: number, path: string) => string,
): FedAnswer['refused'] {
  const all = [
    ...refused,
    ...later.map(({ index, path, message }) => ({ path: pathOf(index, path), message })),
  ];
  const place = ({ path }: { path: string }) => Number(/\d+/.exec(path)?.[0]);
  return all.sort((a, b) => place(a) - place(b));
}
