/** Connection state: the browser is offline, the server did not answer the last request, or neither. */
export type Connection = 'there' | 'offline' | 'silent';

const CHANGED = 'shelfcast:connection';
const LOOK_MS = 3000;

let isSilent = false;
let next: ReturnType<typeof setTimeout> | undefined;

export function connection(): Connection {
  if (!navigator.onLine) return 'offline';
  return isSilent ? 'silent' : 'there';
}

/** Records whether the last request got a response, even an error. */
export function heard(isAnswered: boolean): void {
  if (isSilent === !isAnswered) return;
  isSilent = !isAnswered;
  if (isSilent) lookLater();
  dispatchEvent(new Event(CHANGED));
}

/** Polls a silent server until it answers. */
function look(): void {
  if (!isSilent) return;
  fetch('./health/live').then(() => heard(true), lookLater);
}

function lookLater(): void {
  clearTimeout(next);
  next = setTimeout(look, LOOK_MS);
}

/** Calls back when the connection state may have changed. */
export function onConnection(call: () => void): () => void {
  for (const event of [CHANGED, 'offline', 'online']) addEventListener(event, call);
  return () => {
    for (const event of [CHANGED, 'offline', 'online']) removeEventListener(event, call);
  };
}

// A request made offline says nothing about the server.
addEventListener('online', () => heard(true));
