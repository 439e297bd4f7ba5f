import { startServer } from '../bench/server';

/** A server in a process of its own, as a shop's programs see it. */
export interface LiveServer {
  /** The answer's JSON. Rejects where the status is an error's. */
  send(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown>;
  /** Objects, one a line. */
  sendLines(path: string, lines: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the built server; settings by their environment variables without `SHELFCAST_`. */
export async function startLiveServer(settings: Record<string, string>): Promise<LiveServer> {
  const { url, stop } = await startServer({ ...settings, LOG_LEVEL: 'warn' });
  const ask = async (method: string, path: string, contentType: string, body?: string): Promise<string> => {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': contentType };
    const response = await fetch(url + path, { method, headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return text;
  };
  return {
    send: async (method, path, body) =>
      JSON.parse(
        await ask(method, path, 'application/json', body === undefined ? undefined : JSON.stringify(body)),
      ) as unknown,
    sendLines: async (path, lines) => {
      const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const answers = (await ask('POST', path, 'application/x-ndjson', body)).trim().split('\n');
      const refused = answers.find((answer) => !/"refused":\[\]/.test(answer));
      if (refused) throw new Error(`POST ${path}: ${refused.slice(0, 500)}`);
    },
    stop,
  };
}
