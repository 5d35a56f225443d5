import { readFileSync } from 'node:fs'
import { defineConfig } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

// The fences of `src/`, shown while typing. `src/fences.test.ts` is the stricter reading of the same table.
const fences = JSON.parse(readFileSync(new URL('./src/fences.json', import.meta.url), 'utf8'))
const TESTS = ['**/*.test.ts']
const namesOf = (platform) => (globals[platform] ? Object.keys(globals[platform]) : [platform])
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What a file in `folder` may not import: other folders, and packages that its fence does not name. */
function restrictedImports(folder, { imports, packages }) {
  const allowedPackages = packages.map((name) => (name.endsWith(':') ? name : `${escaped(name)}(?:/|$)`))
  const closed = Object.keys(fences.folders).filter((name) => name !== folder && !imports.includes(name))
  const faces = imports.filter((name) => fences.folders[name].face)
  const patterns = [
    ...faces.map((name) => ({
      regex: `^(?:\\.\\./)+${name}/(?!${fences.folders[name].face}$)`,
      message: `Of ${name}/ only ${fences.folders[name].face} may be imported (src/README.md).`,
    })),
    {
      regex: `^(?:\\.\\./)+(?:${closed.join('|')})(?:/|$)`,
      message: `${folder}/ may import ${imports.join(', ') || 'no other folder'} (src/README.md).`,
    },
    {
      regex: `^(?!\\.${allowedPackages.map((name) => `|${name}`).join('')})`,
      message: `${folder}/ may name ${packages.join(', ') || 'no package'} (src/README.md).`,
    },
  ]
  return ['error', { patterns }]
}

function restrictedGlobals(platform) {
  // `console` has a rule of its own.
  const allowed = new Set([...platform.flatMap(namesOf), ...fences.everywhere, 'console'])
  const names = [...namesOf('browser'), ...namesOf('node')].filter((name) => !allowed.has(name))
  return ['error', ...new Set(names)]
}

const fenceOf = (folder, fence, files, ignores) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': restrictedImports(folder, fence),
    'no-restricted-globals': restrictedGlobals(fence.platform),
    'no-console': folder === 'cli' ? 'off' : 'error',
  },
})

function fencesOf([folder, fence]) {
  const inWorker = {
    ...fence,
    packages: [...fence.packages, ...fences.worker.packages],
    platform: [...fence.platform, ...fences.worker.platform],
  }
  const workers = `src/${folder}/**/*.worker.ts`
  return [
    fenceOf(folder, fence, [`src/${folder}/**/*.{ts,svelte}`], [...TESTS, workers]),
    fenceOf(folder, inWorker, [workers], TESTS),
  ]
}

export default defineConfig(
  { ignores: ['dist/', '**/node_modules/', 'test-results/'] },
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-cond-assign': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-loss-of-precision': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-escape': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    // What is drawn is `$state.raw`, replaced and never changed in place; plain maps beside it are for looking up.
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['src/*.{ts,svelte}'], rules: { 'no-console': 'error' } },
  ...Object.entries(fences.folders).flatMap(fencesOf),
  {
    // Expected values come from JSON files and from libraries without types.
    files: ['**/*.test.ts', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // A component linted with types reloads the whole program: 32 s instead of 13 s with 19 of them. Their types
  // are svelte-check's.
  { files: ['**/*.{js,mjs,svelte}'], extends: [ts.configs.disableTypeChecked] },
)
