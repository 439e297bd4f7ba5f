import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which room of src/ may import which others; nothing else is allowed, and there are no cycles. */
const rooms = {
  common: [],
  contract: ['common'],
  decisions: ['contract', 'common'],
  graph: ['common'],
  features: ['contract', 'common'],
  engine: ['shop', 'contract', 'features', 'graph', 'common'],
  hub: ['engine', 'graph', 'contract', 'common'],
  registry: ['contract', 'common'],
  shop: ['registry', 'features', 'contract', 'common'],
  ingest: ['registry', 'contract', 'common'],
  demoShop: ['ingest', 'registry', 'contract', 'common'],
  training: ['decisions', 'shop', 'ingest', 'engine', 'graph', 'features', 'contract', 'common'],
  evaluation: [
    'languages',
    'training',
    'decisions',
    'shop',
    'ingest',
    'engine',
    'graph',
    'features',
    'contract',
    'common',
  ],
  retraining: ['evaluation', 'training', 'shop', 'ingest', 'engine', 'registry', 'contract', 'common'],
  serving: ['engine', 'decisions', 'shop', 'registry', 'features', 'contract', 'common'],
  monitoring: ['registry', 'shop', 'evaluation', 'contract', 'common'],
  http: ['serving', 'monitoring', 'registry', 'ingest', 'contract', 'common'],
  languages: ['contract', 'common'],
  web: ['languages', 'ingest', 'contract'],
};

/** The same within a room: a folder's files import their own folder and these, never the files above them. */
const innerRooms = {
  registry: {
    database: [],
    entries: ['database'],
    weeks: ['database', 'entries'],
    forecasts: ['database', 'weeks'],
    jobs: ['database'],
    models: ['database', 'jobs'],
  },
  shop: { words: [], vectors: [], sales: [], neighbours: ['sales', 'words', 'vectors'] },
  training: {
    network: [],
    linear: [],
    encoder: ['network'],
    export: ['encoder'],
    head: ['network'],
    demand: ['network', 'head', 'encoder', 'export'],
    table: ['network', 'linear', 'head', 'encoder', 'export'],
  },
  evaluation: {
    uncertainty: [],
    methods: [],
    baselines: ['methods'],
    sequence: ['methods'],
    metrics: ['methods'],
    tasks: ['methods', 'metrics'],
    backtest: ['methods', 'metrics', 'tasks'],
    summary: ['methods', 'baselines', 'metrics', 'tasks', 'backtest', 'uncertainty'],
    promotions: ['methods', 'metrics', 'backtest', 'summary', 'uncertainty'],
    table: ['methods', 'baselines', 'metrics', 'backtest', 'summary', 'uncertainty'],
    report: ['methods', 'summary'],
  },
  ingest: {
    words: [],
    values: ['words'],
    sheet: ['words', 'values'],
    schema: ['words', 'values'],
    items: ['values', 'sheet'],
    file: ['values', 'sheet'],
  },
  serving: { queue: [], texts: ['queue'], forecast: ['queue', 'texts'], decisions: ['queue', 'forecast'] },
  http: {
    exchange: [],
    watch: ['exchange'],
    guards: ['exchange'],
    stream: ['exchange'],
    routes: ['exchange', 'watch', 'stream'],
  },
  web: {
    languages: [],
    api: ['languages'],
    state: ['languages', 'api'],
    components: ['languages', 'api', 'state'],
    charts: ['languages', 'components'],
    views: ['languages', 'api', 'state', 'components', 'charts'],
  },
};

/** Zones of import-x/no-restricted-paths for the rooms of a folder. */
const arrowsOf = (folder, mayImport) =>
  Object.entries(mayImport).map(([room, others]) => ({
    target: `${folder}/${room}`,
    from: folder,
    except: [room, ...others].map((allowed) => `./${allowed}`),
    message: `${folder}/${room} may import only: ${others.join(', ') || 'nothing beside it'}.`,
  }));
const arrows = [
  ...arrowsOf('./src', rooms),
  ...Object.entries(innerRooms).flatMap(([room, inner]) => arrowsOf(`./src/${room}`, inner)),
  {
    target: './src/web',
    from: './src/ingest',
    except: ['./values', './sheet', './schema', './items'],
    message: 'The page runs the pure rules of ingest alone: values, sheet, schema, items.',
  },
  {
    target: './src/monitoring',
    from: './src/evaluation',
    except: ['./metrics'],
    message: 'Of the backtest, monitoring takes the figures alone: a server does not load training.',
  },
  {
    target: './src/serve.ts',
    from: './src/training',
    message: 'A server that serves does not load training.',
  },
];

/** Blank lines and comments do not count. */
const MOST_LINES = { file: 250, function: 80 };

/** What the page says is said in every language. */
const SAID = "The page's words lie in src/languages; say them by t('area.key').";
const SAID_ATTRIBUTES = '/^(label|hint|aria-label|placeholder|explain|title|alt|what|heading)$/';

export default tseslint.config(
  { ignores: ['dist', 'clients', 'coverage', 'node_modules', 'data', 'src/web/dist'] },
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
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'scripts/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', { max: MOST_LINES.file, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': [
        'error',
        { max: MOST_LINES.function, skipBlankLines: true, skipComments: true },
      ],
    },
  },
  {
    files: ['src/web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXText[value=/\\p{L}{2}/u]:not([value=/^\\s*shelfcast\\s*$/])', message: SAID },
        {
          selector: `JSXAttribute[name.name=${SAID_ATTRIBUTES}] > Literal[value=/\\p{L}{2}/u]`,
          message: SAID,
        },
        {
          selector:
            ':matches(JSXElement, JSXFragment) > JSXExpressionContainer Literal[value=/\\p{L}{2} \\p{L}/u]:not(JSXAttribute Literal)',
          message: SAID,
        },
        {
          selector:
            'TemplateElement[value.raw=/\\p{L}{2} \\p{L}{2}/u]:not(JSXAttribute[name.name=/^(class|style)$/] *)',
          message: SAID,
        },
        {
          selector: 'Property[key.name=/^(label|hint|explain|text|link)$/] > Literal[value=/\\p{L} \\p{L}/u]',
          message: SAID,
        },
      ],
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
