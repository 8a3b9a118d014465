import { foldLetters } from '../domain/folding.ts'
import type { Role } from '../domain/member.ts'
import { suggest } from './grammar.ts'

/** What people call the roles, in both languages; `none` takes all of them away. */
const WORDS: Readonly<Record<string, Role | 'none'>> = {
  viewer: 'viewer',
  lecteur: 'viewer',
  lectrice: 'viewer',
  editor: 'editor',
  redacteur: 'editor',
  redactrice: 'editor',
  approver: 'approver',
  valideur: 'approver',
  valideuse: 'approver',
  admin: 'admin',
  administrateur: 'admin',
  administratrice: 'admin',
  none: 'none',
  aucun: 'none',
}

/** Between several roles. */
const JOINTS: ReadonlySet<string> = new Set(['and', 'et', '&'])

/** Whom somebody means: a person, a group of people by its id, or either by its name. */
export interface Meant {
  readonly kind: 'person' | 'group' | 'either'
  readonly who: string
}

export type RoleRequest =
  /** Who may do what. */
  | { readonly kind: 'list' }
  | { readonly kind: 'show'; readonly meant: Meant }
  | { readonly kind: 'give'; readonly meant: Meant; readonly roles: readonly Role[] }
  /** A word behind the name is no role; `meant` is the one that it looks like. */
  | { readonly kind: 'no-role'; readonly word: string; readonly meant: string | undefined }

/**
 * "@camille", or what chat platforms make of a name that was picked: "<@U123|camille>", "<@!123>"; and of a group's,
 * "<@&123>".
 */
export function readMeant(words: readonly string[]): Meant {
  const written = words.join(' ')
  const [, sign, picked] = /^<@([!&]?)([^|>]+)(?:\|[^>]*)?>$/.exec(written) ?? []
  if (picked === undefined) return { kind: 'either', who: written.replace(/^@/, '') }
  return { kind: sign === '&' ? 'group' : 'person', who: picked }
}

function wordOf(text: string): string {
  return foldLetters(text.replace(/,$/, ''))
}

/** "@Camille Durand editor, approver" -> who and which roles. A name may have several words. */
export function readRoleRequest(rest: string): RoleRequest {
  // A name that was picked may hold blanks.
  const words = (rest.match(/<@[^>]*>|[^\s]+/g) ?? []).filter(word => !JOINTS.has(word.toLowerCase()))
  let end = words.length
  while (end > 1 && WORDS[wordOf(words[end - 1] ?? '')] !== undefined) end--
  const named = words.slice(0, end)
  const given = words.slice(end).map(word => WORDS[wordOf(word)])
  if (named.length === 0) return { kind: 'list' }
  const picked = named[0]?.startsWith('<@') === true
  const stray = picked ? named[1] : named.length > 1 && given.length > 0 ? undefined : suspicious(named)
  if (stray !== undefined) {
    return { kind: 'no-role', word: stray, meant: suggest(wordOf(stray), Object.keys(WORDS)) }
  }
  const meant = readMeant(named)
  if (given.length === 0) return { kind: 'show', meant }
  return { kind: 'give', meant, roles: given.filter(role => role !== undefined && role !== 'none') }
}

/** The last of several words, where it is rather a role misspelt than a part of a name. */
function suspicious(named: readonly string[]): string | undefined {
  const last = named.length > 1 ? named.at(-1) : undefined
  return last !== undefined && suggest(wordOf(last), Object.keys(WORDS)) !== undefined ? last : undefined
}
