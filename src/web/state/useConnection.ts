import { useEffect, useState } from 'preact/hooks';
import { connection, onConnection, type Connection } from '../api/connection';

/** Whether the server can be reached, as it changes. */
export function useConnection(): Connection {
  const [now, setNow] = useState(connection);
  useEffect(() => onConnection(() => setNow(connection())), []);
  return now;
}
