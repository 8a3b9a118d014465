import { IntlMessageFormat } from 'intl-messageformat'

/** A part of a message in ICU syntax: https://unicode-org.github.io/icu/userguide/format_parse/messages/ */
type Part = ReturnType<IntlMessageFormat['getAst']>[number]

/** What a message needs to be given: `count: plural`, `change: select up down other`. */
export interface Placeholder {
  readonly name: string
  readonly kind: 'text' | 'number' | 'plural' | 'select'
  /** Branches of a plural or select. */
  readonly branches: readonly string[]
}

/** Numbers of the parser's types, which come as an enumeration: node_modules/@formatjs/icu-messageformat-parser/types.js */
const KINDS: Readonly<Record<number, Placeholder['kind']>> = { 1: 'text', 2: 'number', 5: 'select', 6: 'plural' }

function placeholdersIn(parts: readonly Part[]): readonly Placeholder[] {
  return parts.flatMap(part => {
    const kind = KINDS[part.type]
    if (kind === undefined) {
      // What is left is literal text and the # of a plural; anything else is syntax that the catalogues do not use.
      if (part.type === 0 || part.type === 7) return []
      throw new Error(`a message has a part of type ${part.type}`)
    }
    const options = 'options' in part ? part.options : {}
    const name = 'value' in part ? String(part.value) : ''
    const inside = Object.values(options).flatMap(option => placeholdersIn(option.value))
    return [{ name, kind, branches: Object.keys(options) }, ...inside]
  })
}

/** Throws if the message is not in ICU syntax. */
export function placeholdersOf(message: string): readonly Placeholder[] {
  return placeholdersIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
}

/** Sets of values that together make a message go through each of its branches. */
export function valuesFor(placeholders: readonly Placeholder[]): readonly Record<string, string | number>[] {
  const numbers = [0, 1, 2, 1_000_000]
  const longest = Math.max(numbers.length, ...placeholders.map(({ branches }) => branches.length))
  return Array.from({ length: longest }, (_, index) =>
    Object.fromEntries(
      placeholders.map(({ name, kind, branches }) => {
        if (kind === 'select') return [name, branches[index % branches.length] ?? '']
        return [name, kind === 'text' ? `<${name}>` : (numbers[index % numbers.length] ?? 0)]
      }),
    ),
  )
}
