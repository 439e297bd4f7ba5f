/**
 * Sends a message to the parent process over the channel between them; `onSent` is called once it was sent, or failed.
 * Throws an Error without such a parent, which is a bug.
 */
export function tellParent(message: unknown, onSent?: (error: Error | null) => void): void {
  if (!process.send) throw new Error('no process started this one to be told of its work; this is a bug');
  process.send(message, undefined, undefined, onSent);
}
