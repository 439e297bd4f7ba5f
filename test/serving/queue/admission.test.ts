import { ShelfcastError } from '../../../src/contract/errors';
import { Admission } from '../../../src/serving/queue/admission';

function refusal(work: () => unknown): ShelfcastError {
  try {
    work();
  } catch (error) {
    if (error instanceof ShelfcastError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('lets texts in while there are permits, and again when they come back', () => {
  const admission = new Admission(10);
  const release = admission.admit(8);
  const error = refusal(() => admission.admit(3));
  expect(error.code).toBe('queue_full');
  expect(error.options.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  release();
  release();
  expect(admission.texts).toBe(0);
  admission.admit(10);
  expect(admission.texts).toBe(10);
});

test('lets a request in that is larger than all permits, but alone', () => {
  const admission = new Admission(10);
  const release = admission.admit(1);
  expect(refusal(() => admission.admit(50)).code).toBe('queue_full');
  release();
  admission.admit(50);
});

test('drains: refuses new work and ends when the rest is answered', async () => {
  const admission = new Admission(10);
  const release = admission.admit(4);
  let drained = false;
  const draining = admission.drain().then(() => (drained = true));
  expect(refusal(() => admission.admit(1)).code).toBe('draining');
  await new Promise(setImmediate);
  expect(drained).toBe(false);
  release();
  await draining;
});
