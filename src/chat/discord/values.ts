import { type GivenFile, groupChoice, joinChoices, joinFiles } from '../card.ts'
import { readInputId } from './ids.ts'
import { readOption } from './parts.ts'

/** One input as Discord hands it back. */
export interface InputState {
  readonly custom_id: string
  readonly value?: string | null | undefined
  readonly values?: readonly string[] | undefined
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}

/**
 * A moment as people write it, as the port wants it: "2026-03-29 9:00", "29/03/2026 9h00", with the day first since it
 * is so in both languages. Whatever else stays as it is, for the rules to say what is wrong with it.
 */
export function readMoment(text: string): string {
  const trimmed = text.trim()
  const time = String.raw`[\sT,]+(?:à|at)?\s*(\d{1,2})\s*(?:[:hH])\s*(\d{2})?(?::\d{2})?$`
  const iso = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${time}`).exec(trimmed)
  const local = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${time}`).exec(trimmed)
  const [year, month, day] = iso === null ? [local?.[3], local?.[2], local?.[1]] : iso.slice(1)
  const [hour, minute = '00'] = (iso ?? local)?.slice(4) ?? []
  if (year === undefined || month === undefined || day === undefined || hour === undefined) return trimmed
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`
}

/** What Discord says of ids that were chosen. */
export interface Resolved {
  readonly files?: ReadonlyMap<string, GivenFile>
  /** Those that are roles, and no people. */
  readonly roles?: ReadonlySet<string>
}

/** The values of a form's page by field id, put together again from Discord's inputs. */
export function readValues(
  inputs: readonly InputState[],
  { files = new Map(), roles = new Set() }: Resolved = {},
): Readonly<Record<string, string>> {
  const pieces = new Map<string, string[]>()
  const lists = new Map<string, string[]>()
  const values = new Map<string, string>()
  for (const { custom_id, value, values: chosen = [] } of inputs) {
    const id = readInputId(custom_id)
    if (id === undefined) continue
    const { part, index, field } = id
    if (part === 'when') values.set(field, readMoment(value ?? ''))
    else if (part === 'files') values.set(field, joinFiles(chosen.flatMap(file => files.get(file) ?? [])))
    else if (part === 'channel') values.set(field, chosen[0] ?? '')
    else if (part === 'text') {
      const all = pieces.get(field) ?? []
      all[index] = value ?? ''
      pieces.set(field, all)
    } else if (part === 'people') {
      const people = chosen.map(one => (roles.has(one) ? groupChoice(one) : one))
      lists.set(field, [...(lists.get(field) ?? []), ...people])
    } else lists.set(field, [...(lists.get(field) ?? []), ...chosen.map(readOption)])
    if (part === 'pick') values.set(field, lists.get(field)?.[0] ?? '')
    if (part === 'picks' || part === 'people') values.set(field, joinChoices(lists.get(field) ?? []))
  }
  for (const [field, all] of pieces) values.set(field, Array.from(all, piece => piece ?? '').join(''))
  return Object.fromEntries(values)
}
