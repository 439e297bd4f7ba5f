/** Whether the server can be reached: the browser has no connection, the server gave the last request no answer, or neither. */
export type Connection = 'there' | 'offline' | 'silent';

const CHANGED = 'shelfcast:connection';
const LOOK_MS = 3000;

let isSilent = false;
let next: ReturnType<typeof setTimeout> | undefined;

export function connection(): Connection {
  if (!navigator.onLine) return 'offline';
  return isSilent ? 'silent' : 'there';
}

/** Keeps whether the last request was answered, be it by an error. */
export function heard(isAnswered: boolean): void {
  if (isSilent === !isAnswered) return;
  isSilent = !isAnswered;
  if (isSilent) lookLater();
  dispatchEvent(new Event(CHANGED));
}

/** Looks for a silent server until it answers. */
function look(): void {
  if (!isSilent) return;
  fetch('./health/live').then(() => heard(true), lookLater);
}

function lookLater(): void {
  clearTimeout(next);
  next = setTimeout(look, LOOK_MS);
}

/** Calls whenever the connection may have become another. */
export function onConnection(call: () => void): () => void {
  for (const event of [CHANGED, 'offline', 'online']) addEventListener(event, call);
  return () => {
    for (const event of [CHANGED, 'offline', 'online']) removeEventListener(event, call);
  };
}

// What was asked without a connection says nothing about the server.
addEventListener('online', () => heard(true));
