import { withoutPaths } from '../../src/common/withoutPaths';

test.each([
  [
    "ENOENT: no such file or directory, open '/srv/shop/data/shop.db-jobs/3/panel'",
    "ENOENT: no such file or directory, open 'panel'",
  ],
  [
    'Cannot find module /opt/shelfcast/dist/cli.js, and C:\\shop\\head.onnx',
    'Cannot find module cli.js, and head.onnx',
  ],
  ['The encoder /models/mini cannot be read', 'The encoder mini cannot be read'],
])('of %j the last part of each path is left', (text, shown) => {
  expect(withoutPaths(text)).toBe(shown);
});

test.each([
  'it holds 3/4 of the weeks; see GET /jobs/3 and https://example.org/a/b',
  'POST /models/shop-2/activate takes it',
])('%j stays as it is', (text) => {
  expect(withoutPaths(text)).toBe(text);
});
