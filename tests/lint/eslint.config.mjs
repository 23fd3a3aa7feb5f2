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
      'no-unused-vars': ['error', { ignoreRestSiblings: true, caughtErrors: 'none' }],
      'no-empty': ['error', { allowEmptyCatch: true }],
    },
  },
  {
    files: ['site/src/**/*.ts', 'site/src/**/*.tsx'],
    extends: [js.configs.recommended, ...ts.configs.recommended, jsxA11y.flatConfigs.recommended],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'no-control-regex': 'off', // what is pasted may have any character
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // Preact writes `class` and `for`; labels stand beside their fields by id.
      'jsx-a11y/label-has-associated-control': ['error', { assert: 'either' }],
    },
  },
);
