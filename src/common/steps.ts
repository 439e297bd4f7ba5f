/** Longer uninterrupted work would keep others waiting. */
const STRETCH_MS = 4;

/** Runs all steps of a task at once. */
export function finish(steps: Iterator<void>): void {
  while (!steps.next().done);
}

/** Runs the steps of a task with breaks for others. */
export async function finishGradually(steps: Iterator<void>): Promise<void> {
  for (let since = performance.now(); !steps.next().done;) {
    if (performance.now() - since < STRETCH_MS) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
}
