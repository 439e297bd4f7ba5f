import { useEffect, useState } from 'preact/hooks';
import { connection, onConnection, type Connection } from '../api/connection';

/** The current connection state. */
export function useConnection(): Connection {
  const [now, setNow] = useState(connection);
  useEffect(() => onConnection(() => setNow(connection())), []);
  return now;
}
