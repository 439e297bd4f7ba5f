import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/web',
  base: './',
  // The same reader of delimited text, in its form for browsers.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'charts', test: /node_modules.(@observablehq|d3)/ }] } },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
