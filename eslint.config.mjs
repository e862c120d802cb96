import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

/**
 * The walls of the house (docs/architecture.md): [folder that is entered, who may not enter, why].
 */
const engine = 'src/engine';
const walls = [
  wall(engine, ['src/extension', 'src/webview'], 'The engine knows nothing of its hosts.'),
  wall(`${engine}/motion`, [engine], 'motion is pure and browser-safe: it imports nothing of ours.', [
    'motion',
  ]),
  wall(`${engine}/timeline`, [engine], 'timeline is pure and browser-safe: only motion beside itself.', [
    'timeline',
    'motion',
  ]),
  wall(`${engine}/storage`, [engine], 'storage knows files and folders, and nothing of what is in them.', [
    'storage',
    'failure.ts',
  ]),
  wall(
    `${engine}/platform`,
    [engine],
    'platform is this process and its machine, whatever they are used for.',
    ['platform'],
  ),
  wall(`${engine}/story`, [engine], 'story is text in, data out: only motion and problem types.', [
    'story',
    'motion',
    'storage',
    'problem.ts',
    'failure.ts',
  ]),
  wall(`${engine}/cache`, [engine], 'cache stores bytes by key and knows nothing of their meaning.', [
    'cache',
    'storage',
    'failure.ts',
  ]),
  wall(`${engine}/models`, [engine], 'models fetches and keeps model files and knows nothing of speech.', [
    'models',
    'lock',
    'storage',
    'failure.ts',
  ]),
  wall(`${engine}/lock`, [engine], 'lock knows files and processes, and nothing of what they guard.', [
    'lock',
    'storage',
    'failure.ts',
    'userFolders.ts',
  ]),
  wall(`${engine}/output`, [engine], 'output is the place of a video, and what may be replaced there.', [
    'output',
    'story',
    'lock',
    'storage',
    'problem.ts',
    'failure.ts',
  ]),
  wall(`${engine}/status`, [engine], 'status is the render record and the lock.', [
    'status',
    'output',
    'lock',
    'storage',
    'failure.ts',
    'protocol.ts',
  ]),
  ...['narration', 'picture', 'video'].map((room) =>
    wall(`${engine}/${room}`, [engine], `${room} is one stage: the orchestrator joins it to the others.`, [
      room,
      'platform',
      'storage',
      'motion',
      'timeline',
      'story',
      'cache',
      'problem.ts',
      'failure.ts',
      'entryPoint.ts',
      ...(room === 'narration' ? ['video', 'models', 'userFolders.ts'] : []),
    ]),
  ),
  wall(`${engine}/render`, [engine], 'render joins motion, picture and video in lanes.', [
    'render',
    'platform',
    'storage',
    'motion',
    'timeline',
    'picture',
    'video',
    'cache',
    'story',
    'problem.ts',
    'failure.ts',
    'entryPoint.ts',
  ]),
  wall('src/extension', ['src/webview'], 'Host and webview meet in webview/protocol.ts only.', [
    'protocol.ts',
  ]),
  wall(
    'src/extension',
    [engine],
    'The engine is a child process; only its protocol, story and status reading and pure parts run here.',
    [
      'protocol.ts',
      'storage',
      'story',
      'status',
      'output',
      'motion',
      'timeline',
      'problem.ts',
      'failure.ts',
      'printable.ts',
      'memorySettings.ts',
    ],
  ),
  wall('src/webview', ['src/extension'], 'The webview meets its host in protocol.ts only.'),
  wall('src/webview', [engine], 'The webview runs in a browser: only motion and timeline are safe there.', [
    'motion',
    'timeline',
    'protocol.ts',
  ]),
];

function wall(target, from, message, except = []) {
  return from.map((path) => ({
    target: `./${target}/**/*`,
    from: `./${path}/**/*`,
    except: except.flatMap((name) =>
      name.endsWith('.ts') ? [`**/${path}/${name}`] : [`**/${path}/${name}/**/*`],
    ),
    message,
  }));
}

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '**/*.as.ts',
      'examples/',
      'test-results/',
      'bench-results/',
      '.vscode-test/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: [
          'src/engine/tsconfig.json',
          'src/extension/tsconfig.json',
          'src/webview/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones: walls.flat() }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/engine/**/*.ts', 'src/webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only src/extension may import vscode.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
          message: 'Import * as z: `z` itself is bundled with all its languages, 0.5 MB.',
        },
      ],
    },
  },
  {
    files: ['src/extension/**/*.ts'],
    ignores: ['src/extension/ui/notices.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]',
          message: 'Notices go through ui/notices.ts, where what a story says is made harmless.',
        },
      ],
    },
  },
  {
    // node: built-ins and the process do not exist in a browser.
    files: ['src/engine/motion/**/*.ts', 'src/engine/timeline/**/*.ts', 'src/webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'vscode', 'sharp'], message: 'This code is browser-safe.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['it', 'describe'], package: 'mocha' }] },
      ],
    },
  },
);
