import { describe, expect, test } from 'vitest'
import { findBreaches, isCode, packageOf, placeOf, readImports } from './house/imports.ts'
import { HOUSE } from './house/rooms.ts'
import { readSources, readTopLevel, withoutComments } from './support/sources.ts'

const sources = readSources()
const code = new Map([...sources].filter(([path]) => isCode(path)))

describe('who knows whom', () => {
  test('every import is one that the house allows', () => {
    expect(findBreaches(sources, HOUSE)).toEqual([])
  })

  test('every rule is about something, and names rooms that there are', () => {
    const used = new Set([...code.keys()].map(path => placeOf(path, HOUSE)?.room.name))
    expect(HOUSE.map(room => room.name).filter(name => !used.has(name))).toEqual([])
    const names = new Set(HOUSE.map(room => room.name))
    const named = HOUSE.flatMap(({ knows, knowsTypesOf = [] }) => [...knows, ...knowsTypesOf])
    expect(named.filter(name => name !== '*' && !names.has(name))).toEqual([])
  })

  test('every package is one that this project asks for itself', () => {
    const {
      dependencies,
      devDependencies,
    }: Record<string, Record<string, string>> = JSON.parse(readTopLevel('package.json'))
    // Types are gone when it runs.
    const named = { ...devDependencies, ...dependencies }
    const unasked = [...code].flatMap(([path, text]) =>
      readImports(text)
        .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))
        .filter(({ from, isTypeOnly }) => !(packageOf(from) in ((isTypeOnly ? named : dependencies) ?? {})))
        .map(({ from }) => `src/${path} imports '${from}', which package.json does not name`),
    )
    expect(unasked).toEqual([])
  })

  test('only the launcher imports what it computes', () => {
    const computed = [...code].filter(([, text]) => /\bimport\((?!\s*['"])/.test(withoutComments(text)))
    expect(computed.map(([path]) => path)).toEqual(['launch.js'])
  })
})

describe('a breach is found', () => {
  const files = {
    'domain/draft.ts': '',
    'db/client.ts': '',
    'chat/card.ts': '',
    'networks/network.ts': '',
    'networks/local/convert.ts': '',
    'networks/local/store.ts': '',
    'networks/local/words.json': '{}',
    'pipeline/notify.ts': '',
    'app.ts': '',
  }
  const breach = (path: string, text: string) =>
    findBreaches(new Map(Object.entries({ ...files, [path]: text })), HOUSE)

  test.each([
    ['domain/x.ts', "import { readFile } from 'node:fs/promises'"],
    ['domain/x.ts', "import { createHash, randomUUID } from 'node:crypto'"],
    ['domain/x.ts', "import * as crypto from 'node:crypto'"],
    ['cards/x.ts', "import type {\n  One,\n  Two,\n} from '../db/client.ts'"],
    ['cards/x.ts', "export { one } from '../db/client.ts'"],
    ['cards/x.ts', "import 'hono'"],
    ['insight/x.ts', "const one = await import('../db/client.ts')"],
    ['networks/bluesky/x.ts', "import { one } from '../local/convert.ts'"],
    ['networks/bluesky/x.ts', "import type { Store } from '../local/store.ts'"],
    ['networks/bluesky/x.ts', "import { one } from '../../db/client.ts'"],
    ['networks/bluesky/x.ts', "import type { Card } from '../../chat/card.ts'"],
    ['pipeline/publish.ts', "import type { Notify } from './notify.ts'"],
    ['pipeline/sweep.ts', "import { createNotify } from './notify.ts'"],
    ['commands/x.ts', "import { one } from '../networks/local/convert.ts'"],
    ['commands/x.ts', "import { startApp } from '../app.ts'"],
    ['http/x.ts', "import { one } from '../db/client.ts'"],
    ['new-room/x.ts', ''],
    ['domain/x.ts', "import { one } from './gone.ts'"],
    ['domain/x.ts', "import { one } from '../../test/support/sources.ts'"],
  ])('%s: %s', (path, text) => {
    expect(breach(path, text)).toHaveLength(1)
  })

  test.each([
    ['domain/x.ts', "import { createHash } from 'node:crypto'"],
    ['cards/x.ts', "import type { Draft } from '../domain/draft.ts'"],
    ['cards/x.ts', "// import { one } from '../db/client.ts'\n/**\n * import { one } from '../db/client.ts'\n */"],
    ['networks/local/x.ts', "import type { Store } from './store.ts'"],
    ['networks/local/x.ts', "import words from './words.json' with { type: 'json' }"],
    ['networks/registry.ts', "import { one } from './local/convert.ts'"],
    ['pipeline/sweep.ts', "import type { Notify } from './notify.ts'\nimport { type Notify as N } from './notify.ts'"],
    ['main.ts', "import { startApp } from './app.ts'"],
  ])('and nothing else: %s: %s', (path, text) => {
    expect(breach(path, text)).toEqual([])
  })

  test('and told with the file, the import and the rule', () => {
    expect(breach('cards/x.ts', "import { one } from '../db/client.ts'")).toEqual([
      "src/cards/x.ts imports '../db/client.ts', but cards may know domain, chat/card, locales; that file is in db",
    ])
    expect(breach('networks/bluesky/x.ts', "import { one } from '../local/convert.ts'")).toEqual([
      "src/networks/bluesky/x.ts imports '../local/convert.ts', but networks/* may know domain, networks/network, networks, networks/*/store, and no sibling; that file is in networks/*",
    ])
    expect(breach('domain/x.ts', "import { Hono } from 'hono'")).toEqual([
      "src/domain/x.ts imports 'hono', but domain may import zod, temporal-polyfill, node:crypto createHash",
    ])
  })
})

describe('the rest of the house', () => {
  const holding = (pattern: RegExp, paths: (path: string) => boolean) =>
    [...code].filter(([path, text]) => paths(path) && pattern.test(withoutComments(text))).map(([path]) => path)

  test('only config.ts reads the environment', () => {
    expect(holding(/\bprocess\s*\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/, () => true)).toEqual([
      'config.ts',
    ])
  })

  test('what is pure has no clock and no chance', () => {
    const impure =
      /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bperformance\b|\bprocess\b|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\(|\bTemporal\.Now\b|\bcrypto\b\./
    const isPure = (path: string) =>
      /^(?:domain|insight|cards|locales)\/|\/convert\.ts$/.test(path) && !path.startsWith('insight/training/')
    expect(holding(impure, isPure)).toEqual([])
  })

  test('no file is longer than 300 lines', () => {
    const tooLong = [...sources]
      .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300)
    expect(tooLong).toEqual([])
  })

  test('every name is in kebab case', () => {
    const kebab = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+|README\.md)$/
    expect([...sources.keys()].filter(path => !kebab.test(path))).toEqual([])
  })
})
