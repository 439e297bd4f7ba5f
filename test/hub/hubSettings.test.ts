import { hubSettings } from '../../src/hub/hubSettings';

test('the hub itself where nothing is set', () => {
  expect(hubSettings({})).toEqual({ endpoint: 'https://huggingface.co', token: undefined, offline: false });
});

test('what the environment says', () => {
  const env = { HF_ENDPOINT: 'https://mirror.example/hub/', HF_TOKEN: ' hf_abc\n', HF_HUB_OFFLINE: 'yes' };
  expect(hubSettings(env)).toEqual({
    endpoint: 'https://mirror.example/hub',
    token: 'hf_abc',
    offline: true,
  });
});

test.each(['0', 'false', '', 'off'])('HF_HUB_OFFLINE=%s is online', (value) => {
  expect(hubSettings({ HF_HUB_OFFLINE: value }).offline).toBe(false);
});

test.each([
  ['an endpoint that is none', { HF_ENDPOINT: 'mirror.example' }, /HF_ENDPOINT must be an address/],
  ['another protocol', { HF_ENDPOINT: 'file:///etc' }, /HF_ENDPOINT must be an address/],
  [
    'a password in the endpoint',
    { HF_ENDPOINT: 'https://me:s3cret@mirror.example' },
    /the token goes into HF_TOKEN/,
  ],
  [
    'a token that no header can hold',
    { HF_TOKEN: 'hf_s3cret\nx: y' },
    /HF_TOKEN holds characters that no token has/,
  ],
])('refuses %s without repeating it', (_name, env, message) => {
  expect(() => hubSettings(env)).toThrow(message);
  expect(() => hubSettings(env)).not.toThrow(/s3cret/);
});
