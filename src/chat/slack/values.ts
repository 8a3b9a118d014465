import { joinChoices, joinFiles } from '../card.ts'
import { inputId, readInputId } from './ids.ts'
import { readOption } from './parts.ts'
import { readInputState } from './payloads.ts'

type State = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface ReadForm {
  readonly values: Readonly<Record<string, string>>
  /** Fields with an input of a shape that is none of Slack's. */
  readonly unread: readonly string[]
}

/** The input of a field beside which an error about it stands. */
const FIRST_PARTS = ['text0', 'date', 'pick', 'picks', 'files', 'channel', 'people', 'person'] as const

/** Day and time as the port writes them; what is left out stays out, for the rules to say so. */
function wallClock(date: string, time: string): string {
  return date === '' || time === '' ? `${date}${time}` : `${date}T${time}`
}

/** The values of a form by field id, put together again from Slack's inputs. */
export function readValues(state: State): ReadForm {
  const texts = new Map<string, string[]>()
  const clocks = new Map<string, { date: string; time: string }>()
  const values = new Map<string, string>()
  const unread = new Set<string>()
  for (const [block, elements] of Object.entries(state)) {
    const id = readInputId(block)
    const given = Object.values(elements)[0]
    if (id === undefined || given === undefined) continue
    const { part, field } = id
    const element = readInputState(given)
    if (element === undefined) {
      unread.add(field)
      continue
    }
    if (part === 'pick') {
      const chosen = element.selected_option?.value
      values.set(field, chosen === undefined ? '' : readOption(chosen))
    } else if (part === 'picks') {
      values.set(field, joinChoices((element.selected_options ?? []).map(({ value }) => readOption(value))))
    } else if (part === 'files') {
      values.set(field, joinFiles((element.files ?? []).map(({ id: file, name }) => ({ id: file, name: name ?? '' }))))
    } else if (part === 'channel') {
      values.set(field, element.selected_conversation ?? '')
    } else if (part === 'people') {
      values.set(field, joinChoices((element.selected_users ?? []).filter(person => person !== '')))
    } else if (part === 'person') {
      values.set(field, element.selected_user ?? '')
    } else if (part === 'date' || part === 'time') {
      const clock = clocks.get(field) ?? { date: '', time: '' }
      clocks.set(field, { ...clock, [part]: (part === 'date' ? element.selected_date : element.selected_time) ?? '' })
    } else {
      const pieces = texts.get(field) ?? []
      pieces[Number(part.slice('text'.length))] = element.value ?? ''
      texts.set(field, pieces)
    }
  }
  for (const [field, pieces] of texts) values.set(field, Array.from(pieces, piece => piece ?? '').join(''))
  for (const [field, { date, time }] of clocks) values.set(field, wallClock(date, time))
  return { values: Object.fromEntries(values), unread: [...unread] }
}

/**
 * Errors by field id as Slack wants them, by block id. One whose field the form does not show goes beside the first
 * input, since Slack refuses unknown blocks; undefined if there is none at all.
 */
export function errorsByBlock(
  errors: Readonly<Record<string, string>>,
  inputs: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const [first] = inputs
  if (first === undefined) return undefined
  const byBlock = new Map<string, string>()
  for (const [field, error] of Object.entries(errors)) {
    const candidates = FIRST_PARTS.map(part => inputId(part, field))
    const block = candidates.find(candidate => inputs.includes(candidate)) ?? first
    const earlier = byBlock.get(block)
    byBlock.set(block, earlier === undefined ? error : `${earlier} ${error}`)
  }
  return byBlock.size === 0 ? undefined : Object.fromEntries(byBlock)
}
