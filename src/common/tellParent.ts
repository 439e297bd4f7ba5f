/**
 * Sends a message to the process that started this one with a channel between them; `onSent` is called once it left, or could
 * not. Throws an Error where there is no such process, which is a bug.
 */
export function tellParent(message: unknown, onSent?: (error: Error | null) => void): void {
  if (!process.send) throw new Error('no process started this one to be told of its work; this is a bug');
  process.send(message, undefined, undefined, onSent);
}
