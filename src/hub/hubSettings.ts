export interface HubSettings {
  /** Address without a trailing slash. */
  endpoint: string;
  token?: string;
  /** No network access. */
  offline: boolean;
}

const DEFAULT_ENDPOINT = 'https://huggingface.co';
const TRUE = ['1', 'ON', 'YES', 'TRUE'];

/** Reads HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE, with the same meaning as in the hub's own clients. */
export function hubSettings(env: Readonly<Record<string, string | undefined>>): HubSettings {
  const offline = TRUE.includes((env['HF_HUB_OFFLINE'] ?? '').toUpperCase());
  return {
    endpoint: endpointOf(env['HF_ENDPOINT'] || DEFAULT_ENDPOINT),
    token: tokenOf(env['HF_TOKEN']),
    offline,
  };
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error('HF_ENDPOINT must be an address such as https://huggingface.co');
  }
  if (url.username || url.password) {
    throw new Error('HF_ENDPOINT must not hold a name or password; the token goes into HF_TOKEN');
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** Refuses invalid header characters here, because the error of the header itself would show the token. */
function tokenOf(text: string | undefined): string | undefined {
  const token = text?.trim();
  if (!token) return undefined;
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('HF_TOKEN holds characters that no token has');
  return token;
}
