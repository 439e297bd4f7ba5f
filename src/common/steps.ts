/** Work longer than this at a stretch would keep others waiting. */
const STRETCH_MS = 4;

/** Does all steps of a work at once. */
export function finish(steps: Iterator<void>): void {
  while (!steps.next().done);
}

/** Does the steps of a work with breaks for others. */
export async function finishGradually(steps: Iterator<void>): Promise<void> {
  for (let since = performance.now(); !steps.next().done;) {
    if (performance.now() - since < STRETCH_MS) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
}
