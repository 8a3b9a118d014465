import type { Thing } from './state.ts'

/** Kinds of options: discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type. */
const [TEXT, NUMBER, FLAG, PERSON, CHANNEL, ANYBODY, FILE] = [3, 4, 5, 6, 7, 9, 11]

function list(value: unknown): readonly Thing[] {
  return Array.isArray(value) ? (value as Thing[]) : []
}

function split(rest: string, names: readonly string[]): readonly (readonly [string, string])[] {
  if (rest === '') return []
  const pattern = new RegExp(`(?:^|\\s)(${names.join('|')}):`, 'g')
  const found = [...rest.matchAll(pattern)]
  if (found[0]?.index !== 0) return [[names[0] ?? '', rest]]
  return found.map(({ 0: whole, 1: name = '', index }, at) => {
    const end = found[at + 1]?.index ?? rest.length
    return [name, rest.slice(index + whole.length, end).trim()]
  })
}

/** What Discord's own field lets somebody enter, as its payload holds it. */
function enter(option: Thing, typed: string): unknown {
  const where = `${option.name}: ${typed}`
  switch (option.type) {
    case TEXT: {
      const choices = list(option.choices)
      if (choices.length > 0 && !choices.some(({ value }) => value === typed))
        throw new Error(`no such choice: ${where}`)
      return typed
    }
    case NUMBER: {
      const number = Number(typed)
      const fits = number >= Number(option.min_value ?? number) && number <= Number(option.max_value ?? number)
      if (!Number.isInteger(number) || !fits) throw new Error(`no such number: ${where}`)
      return number
    }
    case FLAG:
      if (typed !== 'true' && typed !== 'false') throw new Error(`neither true nor false: ${where}`)
      return typed === 'true'
    case PERSON:
    case CHANNEL:
    case ANYBODY:
    case FILE: {
      const [id] = /\d+/.exec(typed) ?? []
      if (id === undefined) throw new Error(`nothing picked: ${where}`)
      return id
    }
    default:
      throw new Error(`no such kind of option: ${where}`)
  }
}

/**
 * A subcommand as somebody fills it in: "noise mentions:negative batch:30", or with what comes behind the name for the
 * first option. `focused` is the option that is still being typed. Throws where Discord would not let it be sent.
 */
export function fillIn(commands: readonly Thing[], text: string, focused?: string): Thing {
  const [, name = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  const command = commands.find(one => one.name === 'vigie')
  const sub = list(command?.options).find(one => one.name === name)
  if (sub === undefined) throw new Error(`no such command: ${name}`)
  const options = list(sub.options)
  if (rest !== '' && options.length === 0) throw new Error(`${name} takes nothing`)
  const filled = split(
    rest,
    options.map(one => String(one.name)),
  ).map(([key, typed]) => {
    const option = options.find(one => one.name === key)
    if (option === undefined) throw new Error(`no such option: ${key}`)
    if (key !== focused) return { type: option.type, name: key, value: enter(option, typed) }
    if (option.autocomplete !== true) throw new Error(`nothing is suggested for ${key}`)
    return { type: option.type, name: key, value: typed, focused: true }
  })
  const missing = options.find(one => one.required === true && filled.every(other => other.name !== one.name))
  if (missing !== undefined && focused === undefined) throw new Error(`${name} needs ${missing.name}`)
  return { type: 1, name, options: filled }
}
