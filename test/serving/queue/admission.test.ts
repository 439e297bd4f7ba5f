import { Admission } from '../../../src/serving/queue/admission';

const signal = new AbortController().signal;
const hurried = { signal };
const patient = { signal, patient: true };
const settled = () => new Promise(setImmediate);

test('lets texts in while there are permits, and again when they come back', async () => {
  const admission = new Admission(10);
  const release = await admission.enter(8, hurried);
  await expect(admission.enter(3, hurried)).rejects.toMatchObject({
    code: 'queue_full',
    options: { retryAfterSeconds: 1 },
  });
  release();
  release();
  expect(admission.texts).toBe(0);
  await admission.enter(10, hurried);
  expect(admission.texts).toBe(10);
});

test('lets a request in that is larger than all permits, but alone', async () => {
  const admission = new Admission(10);
  const release = await admission.enter(1, hurried);
  await expect(admission.enter(50, hurried)).rejects.toMatchObject({ code: 'queue_full' });
  release();
  await admission.enter(50, hurried);
});

test('patient calls wait in order and are woken when there is room, which they leave some of to others', async () => {
  const admission = new Admission(100);
  const release = await admission.enter(85, hurried);
  const entered: string[] = [];
  const first = admission.enter(20, patient).then((leave) => (entered.push('first'), leave));
  const second = admission.enter(5, patient).then((leave) => (entered.push('second'), leave));
  await settled();
  expect(entered).toEqual([]);
  release();
  await Promise.all([first, second]);
  expect(entered).toEqual(['first', 'second']);
  const third = admission.enter(70, patient).then(() => entered.push('third'));
  await settled();
  expect(entered).toHaveLength(2);
  await admission.enter(75, hurried);
  (await first)();
  await settled();
  expect(entered).toHaveLength(2);
  void third;
});

test('a patient call that is given up leaves its place to the next', async () => {
  const admission = new Admission(10);
  const release = await admission.enter(9, hurried);
  const hangUp = new AbortController();
  const gone = admission.enter(9, { signal: hangUp.signal, patient: true });
  const next = admission.enter(1, patient);
  hangUp.abort(new Error('hung up'));
  await expect(gone).rejects.toThrow('hung up');
  release();
  await next;
  expect(admission.texts).toBe(1);
});

test('the time to come again follows the rate of work, not the idle time before it', async () => {
  jest.useFakeTimers({ now: 0 });
  const admission = new Admission(1000);
  jest.advanceTimersByTime(3_600_000);
  const release = await admission.enter(1000, hurried);
  jest.advanceTimersByTime(1000);
  release();
  await admission.enter(1000, hurried);
  await expect(admission.enter(500, hurried)).rejects.toMatchObject({ options: { retryAfterSeconds: 1 } });
  await expect(admission.enter(3000, hurried)).rejects.toMatchObject({ options: { retryAfterSeconds: 3 } });
  jest.useRealTimers();
});

test('drains: refuses new work and those who wait, and ends when the rest is answered', async () => {
  const admission = new Admission(10);
  const release = await admission.enter(4, hurried);
  const waiting = admission.enter(9, patient);
  let drained = false;
  const draining = admission.drain().then(() => (drained = true));
  await expect(waiting).rejects.toMatchObject({ code: 'draining' });
  await expect(admission.enter(1, hurried)).rejects.toMatchObject({ code: 'draining' });
  await settled();
  expect(drained).toBe(false);
  release();
  await draining;
});

test('work in the background waits until nothing is worked on, and goes when it is given up', async () => {
  const admission = new Admission(10);
  const [one, two] = [await admission.enter(1, hurried), await admission.enter(1, hurried)];
  let entered = false;
  const background = admission.enter(4, { signal, background: true }).then(() => (entered = true));
  const hangUp = new AbortController();
  const gone = admission.enter(4, { signal: hangUp.signal, background: true });
  hangUp.abort(new Error('stopped'));
  await expect(gone).rejects.toThrow('stopped');
  one();
  await settled();
  expect(entered).toBe(false);
  two();
  await background;
  expect(admission.texts).toBe(4);
});

test('work in the background comes to its turn however long others are served', async () => {
  jest.useFakeTimers();
  const admission = new Admission(10);
  await admission.enter(1, hurried);
  const background = admission.enter(4, { signal, background: true });
  await jest.advanceTimersByTimeAsync(60_000);
  jest.useRealTimers();
  await background;
  expect(admission.texts).toBe(5);
});
