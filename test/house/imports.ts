import { posix } from 'node:path'
import { withoutComments } from '../support/sources.ts'
import type { Room } from './rooms.ts'

/** One import of a file, static or dynamic, or an export from elsewhere. */
export interface Import {
  /** As it is written: `../domain/draft.ts`, `hono/html`. */
  readonly from: string
  readonly isTypeOnly: boolean
  /** Names in braces; undefined where everything is taken. */
  readonly names: readonly string[] | undefined
}

const STATIC = /^(?:import|export)\s+(type\s+)?([^'"();:=<>]*?)\s*from\s+['"]([^'"]+)['"]/gm
const BARE = /^import\s+['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g

export function readImports(code: string): readonly Import[] {
  const bare = withoutComments(code)
  const found: Import[] = []
  for (const [, type, clause = '', from = ''] of bare.matchAll(STATIC)) {
    const inBraces = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]
    const bindings = inBraces
      ?.split(',')
      .map(binding => binding.trim())
      .filter(binding => binding !== '')
    const isTypeOnly = type !== undefined || bindings?.every(binding => binding.startsWith('type ')) === true
    found.push({ from, isTypeOnly, names: bindings?.map(binding => binding.replace(/^type\s+|\s+as\s.*$/g, '')) })
  }
  for (const [, from = ''] of [...bare.matchAll(BARE), ...bare.matchAll(DYNAMIC)]) {
    found.push({ from, isTypeOnly: false, names: undefined })
  }
  return found
}

interface Place {
  readonly room: Room
  /** Which of the siblings in the room; undefined where the room has none. */
  readonly sibling: string | undefined
}

export function placeOf(path: string, house: readonly Room[]): Place | undefined {
  for (const room of house) {
    const match = room.files.exec(path)
    if (match !== null) return { room, sibling: match[1] }
  }
  return undefined
}

/** `drizzle-orm/pg-core` -> `drizzle-orm`, `@hono/node-server` -> itself, `node:fs/promises` -> `node:fs`. */
export function packageOf(from: string): string {
  return from.split('/', from.startsWith('@') ? 2 : 1).join('/')
}

function mayImportPackage({ from, names }: Import, { packages }: Room): boolean {
  const name = packageOf(from)
  return packages.some(allowed => {
    const [one = '', only] = allowed.split(' ')
    if (one.endsWith('*')) return name.startsWith(one.slice(0, -1))
    return one === name && (only === undefined || names?.every(taken => taken === only) === true)
  })
}

function mayKnow(importer: Place, imported: Place, isTypeOnly: boolean): boolean {
  const isOtherSibling =
    importer.sibling !== undefined && imported.sibling !== undefined && importer.sibling !== imported.sibling
  if (isOtherSibling) return false
  if (importer.room === imported.room) return true
  const { knows, knowsTypesOf = [] } = importer.room
  const { name } = imported.room
  return knows.includes('*') || knows.includes(name) || (isTypeOnly && knowsTypesOf.includes(name))
}

function ruleOf({ name, knows, knowsTypesOf }: Room): string {
  const types = (knowsTypesOf ?? []).map(one => `types of ${one}`)
  const known = [...knows, ...types].join(', ')
  return `${name} may know ${known === '' ? 'no other room' : known}${name.includes('*') || name === 'stage' ? ', and no sibling' : ''}`
}

/** Whether a file imports anything: styles, data and declarations of others' types do not. */
export function isCode(path: string): boolean {
  return /\.[jt]s$/.test(path) && !path.endsWith('.d.ts') && !path.includes('/assets/')
}

/** Every import that breaks a rule, with the file, the import and the rule, one line each. */
export function findBreaches(sources: ReadonlyMap<string, string>, house: readonly Room[]): readonly string[] {
  const breaches: string[] = []
  for (const [path, code] of sources) {
    if (!isCode(path)) continue
    const importer = placeOf(path, house)
    if (importer === undefined) {
      breaches.push(`src/${path} is in no room: give it one in test/house/rooms.ts`)
      continue
    }
    for (const one of readImports(code)) {
      const says = `src/${path} imports '${one.from}', but`
      if (!one.from.startsWith('.')) {
        if (mayImportPackage(one, importer.room)) continue
        const { name, packages } = importer.room
        breaches.push(`${says} ${name} may import ${packages.length === 0 ? 'no package' : packages.join(', ')}`)
        continue
      }
      const target = posix.join(posix.dirname(path), one.from)
      const imported = placeOf(target, house)
      if (imported === undefined || !sources.has(target)) breaches.push(`${says} src has no such file`)
      else if (!mayKnow(importer, imported, one.isTypeOnly)) {
        breaches.push(`${says} ${ruleOf(importer.room)}; that file is in ${imported.room.name}`)
      }
    }
  }
  return breaches
}
