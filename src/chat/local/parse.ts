import { z } from 'zod'
import { joinChoices } from '../card.ts'
import { COMMAND_LENGTH, IDENTIFIER_LENGTH, VALUE_COUNT, VALUE_LENGTH } from './limits.ts'

/** Somebody writes `/vigie ...` in a channel. `text` is what stands behind the command's name. */
export interface CommandInput {
  readonly channel: string
  readonly user: string
  readonly text: string
}

/** Somebody uses a button or a select of a message. */
export interface ActionInput {
  readonly channel: string
  readonly message: string
  readonly action: string
  readonly user: string
  /** What was chosen, if it was a select. */
  readonly value?: string | undefined
}

/** Somebody sends a modal off. `channel` is where they are, for those who know it. */
export interface SubmitInput {
  readonly user: string
  readonly channel?: string | undefined
  readonly values: Readonly<Record<string, string>>
}

export type ParseProblem =
  /** Not of the shape; `field` is the first part of it that is wrong, '' for the whole. */
  | { readonly kind: 'malformed'; readonly field: string }
  /** Longer than `limit`, in UTF-16 units (or in entries, for `values` itself). */
  | { readonly kind: 'too-long'; readonly field: string; readonly limit: number }

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: ParseProblem }

const identifier = z.string().min(1).max(IDENTIFIER_LENGTH)

/** Text as people write it. The database keeps no NUL and no half of a surrogate pair, and neither means anything. */
function writing(limit: number) {
  return z
    .string()
    .max(limit)
    .transform(text => text.toWellFormed().replaceAll('\0', ''))
}

const command = z.object({ channel: identifier, user: identifier, text: writing(COMMAND_LENGTH) })

const action = z.object({
  channel: identifier,
  message: identifier,
  action: identifier,
  user: identifier,
  value: writing(VALUE_LENGTH).optional(),
})

/** Programs may send what is chosen of several as a list. */
function joined(value: unknown): unknown {
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? joinChoices(value) : value
}

const submit = z.object({
  user: identifier,
  channel: identifier.optional(),
  values: z
    .record(identifier, z.preprocess(joined, writing(VALUE_LENGTH)))
    .refine(values => Object.keys(values).length <= VALUE_COUNT, { params: { limit: VALUE_COUNT } }),
})

function parseWith<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input)
  if (result.success) return { kind: 'parsed', value: result.data }
  const issue = result.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  if (issue?.code === 'too_big') {
    return { kind: 'refused', problem: { kind: 'too-long', field, limit: Number(issue.maximum) } }
  }
  if (issue?.code === 'custom') {
    return { kind: 'refused', problem: { kind: 'too-long', field, limit: VALUE_COUNT } }
  }
  return { kind: 'refused', problem: { kind: 'malformed', field } }
}

/** The command's name in front is taken off: people paste whole lines, programs leave it out. */
export function parseCommand(input: unknown): Parsed<CommandInput> {
  const parsed = parseWith(command, input)
  if (parsed.kind === 'refused') return parsed
  const text = parsed.value.text.replace(/^\s*\/vigie(?=\s|$)/i, '').trim()
  return { kind: 'parsed', value: { ...parsed.value, text } }
}

export function parseAction(input: unknown): Parsed<ActionInput> {
  return parseWith(action, input)
}

export function parseSubmit(input: unknown): Parsed<SubmitInput> {
  return parseWith(submit, input)
}

/** Ids of messages are UUIDs; anything else cannot be one, and the database would choke on it. */
export function isMessageId(value: string): boolean {
  return z.guid().safeParse(value).success
}
