import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which folder of src/ may import which others; nothing else is allowed, and there are no cycles. */
const mayImport = {
  contract: [],
  graph: [],
  features: ['contract'],
  engine: ['contract', 'features', 'graph'],
  hub: ['contract', 'engine', 'graph'],
  registry: ['contract'],
  serving: ['contract', 'features', 'engine', 'registry'],
  http: ['contract', 'registry', 'serving'],
  training: ['contract', 'features', 'graph', 'engine', 'registry'],
};
const folders = Object.keys(mayImport);

const arrows = folders.map((folder) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...mayImport[folder]].map((allowed) => `./${allowed}`),
  message: `src/${folder} may import only: ${mayImport[folder].join(', ') || 'nothing of ours'}.`,
}));

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'data', 'src/web/dist'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    languageOptions: { globals: globals.node },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: arrows, basePath: import.meta.dirname }],
      'import-x/no-cycle': 'error',
      'import-x/no-duplicates': 'error',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'onnxruntime-node', message: 'Import it through src/engine/runtime.' }] },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['src/engine/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['scripts/**', 'test/**', 'src/cli.ts', 'src/cli/**'],
    rules: { 'no-console': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.cjs', '**/*.config.js', 'test/environment/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
);
