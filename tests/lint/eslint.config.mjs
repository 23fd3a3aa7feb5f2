// What eslint holds: its own and TypeScript's recommendations, hooks, and what a page needs to be usable
// without a mouse. Every exception says why.
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const scripts = ['site/**/*.mjs', 'wasm/*.mjs', 'tests/**/*.mjs'];

export default ts.config(
  { ignores: ['**/node_modules/', 'build/', 'tests/data/', 'tests/fixtures/', 'tests/golden/'] },
  {
    files: scripts,
    extends: [js.configs.recommended],
    rules: {
      // TypeScript knows the globals of Node and browsers (tests/lint/tsconfig.json).
      'no-undef': 'off',
      'no-control-regex': 'off', // hostile texts are what is tested
      // How many arguments a function takes can matter, and what destructuring leaves out is named _.
      'no-unused-vars': ['error', { args: 'none', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' }],
      'no-loss-of-precision': 'off', // numbers beyond all bounds are what is tested
      'no-empty': ['error', { allowEmptyCatch: true }],
    },
  },
  // The apps of React that our targets' files are built into.
  { files: ['tests/servers/apps/**/*.js'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  {
    files: ['site/src/**/*.ts', 'site/src/**/*.tsx'],
    extends: [js.configs.recommended, ...ts.configs.recommended, jsxA11y.flatConfigs.recommended],
    plugins: { 'react-hooks': reactHooks },
    settings: { 'jsx-a11y': { attributes: { for: ['for', 'htmlFor'] } } }, // Preact writes `for`
    rules: {
      'no-control-regex': 'off', // what is pasted may have any character
      'no-misleading-character-class': 'off', // joiners and marks are what is looked for
      '@typescript-eslint/no-unused-vars': ['error', { args: 'none', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // Labels stand beside their fields, which they name by id.
      'jsx-a11y/label-has-associated-control': ['error', { assert: 'either', controlComponents: ['TextArea'] }],
      // What scrolls has to be reachable by keys (axe, scrollable-region-focusable); of tabs one is.
      'jsx-a11y/no-noninteractive-tabindex': 'off',
      'jsx-a11y/interactive-supports-focus': 'off',
      // A menu closes when one of its buttons was pressed: the event bubbles, by keys as by the mouse.
      'jsx-a11y/click-events-have-key-events': 'off',
      'jsx-a11y/no-noninteractive-element-interactions': 'off',
    },
  },
);
