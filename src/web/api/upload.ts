import { failure, keyHeader, RequestFailed, unreachable } from './client';
import { heard } from './connection';

/** Progress of an upload: sent to the server, then read there. In bytes; starts again if the file is read again. */
export interface FileProgress {
  stage: 'sending' | 'reading';
  done: number;
  of: number;
}

type Line<T extends object> =
  T | { done: number; of: number } | { status: number; detail?: string; request_id?: string };

/** Uploads a file unchanged and reports progress. Rejects like `postJson`, with AbortError if `signal` aborts. */
export function sendFile<T extends object>(
  path: string,
  file: Blob,
  onProgress: (progress: FileProgress) => void,
  signal: AbortSignal,
): Promise<T> {
  const request = new XMLHttpRequest();
  return new Promise<T>((resolve, reject) => {
    let read = 0;
    let answer: T | null = null;
    // Each complete line is a progress report; the last one is the answer.
    const takeLines = () => {
      const end = request.responseText.lastIndexOf('\n') + 1;
      const lines = request.responseText.slice(read, end).split('\n').filter(Boolean);
      read = end;
      for (const text of lines) {
        const line = JSON.parse(text) as Line<T>;
        if (isProblem(line)) reject(new RequestFailed(line));
        else if (isProgress(line)) onProgress({ stage: 'reading', ...line });
        else answer = line;
      }
    };
    request.open('POST', `.${path}`);
    for (const [name, value] of Object.entries(keyHeader())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress({ stage: 'sending', done: loaded, of: total });
    request.onprogress = () => {
      if (request.status === 200) takeLines();
    };
    request.onload = () => {
      heard(true);
      if (request.status !== 200) return void failure(responseOf(request)).then(reject);
      takeLines();
      if (answer === null) reject(unreachable());
      else resolve(answer);
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function responseOf({ responseText, status }: XMLHttpRequest): Response {
  return new Response(responseText, { status });
}

function isProblem(line: object): line is { status: number; detail?: string; request_id?: string } {
  return 'status' in line;
}

function isProgress(line: object): line is { done: number; of: number } {
  return 'of' in line;
}
