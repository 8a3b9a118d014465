import type { Thing } from './state.ts'

/**
 * What Discord refuses of messages, modals and commands: discord.com/developers/docs/components/reference,
 * /resources/message, /interactions/application-commands. Written from there and apart from the adapter's own numbers,
 * so that a number that is wrong there is noticed here; above all what the official specification does not say.
 */

export const V2 = 1 << 15
export const EPHEMERAL = 1 << 6

function list(value: unknown): readonly Thing[] {
  return Array.isArray(value) ? (value as Thing[]) : []
}

class Complaints {
  readonly all: string[] = []

  length(value: unknown, minimum: number, maximum: number, where: string): void {
    // Discord counts characters, not units.
    const size = typeof value === 'string' ? [...value].length : -1
    if (size < minimum || size > maximum) this.all.push(`${where}: ${size} of ${minimum} to ${maximum}`)
  }

  optional(value: unknown, maximum: number, where: string): void {
    if (value !== undefined && value !== null) this.length(value, 0, maximum, where)
  }

  count(value: unknown, minimum: number, maximum: number, where: string): readonly Thing[] {
    const things = list(value)
    if (things.length < minimum || things.length > maximum) {
      this.all.push(`${where}: ${things.length} of ${minimum} to ${maximum}`)
    }
    return things
  }

  check(isRight: boolean, where: string): void {
    if (!isRight) this.all.push(where)
  }
}

/** Everything in it that is a component, itself first. */
export function componentsIn(value: unknown): readonly Thing[] {
  if (Array.isArray(value)) return value.flatMap(componentsIn)
  if (typeof value !== 'object' || value === null) return []
  const thing = value as Thing
  const inner = [thing.components, thing.component, thing.accessory].flatMap(componentsIn)
  return typeof thing.type === 'number' ? [thing, ...inner] : inner
}

function url(value: unknown, maximum: number, where: string, complaints: Complaints): void {
  complaints.length(value, 1, maximum, where)
  complaints.check(/^(https?|discord|attachment):\/\//.test(String(value)), `${where}: scheme`)
}

function checkSelect(select: Thing, complaints: Complaints, isModal: boolean): void {
  complaints.length(select.custom_id, 1, 100, 'custom_id')
  complaints.optional(select.placeholder, 150, 'placeholder')
  const maximum = Number(select.max_values ?? 1)
  const minimum = Number(select.min_values ?? 1)
  complaints.check(minimum >= 0 && minimum <= maximum && maximum >= 1 && maximum <= 25, 'min_values and max_values')
  if (isModal && select.required !== false) complaints.check(minimum >= 1, 'min_values of a required select')
  complaints.check(!(isModal && select.disabled === true), 'disabled in a modal')
  const defaults = list(select.default_values)
  if (select.default_values !== undefined) complaints.check(defaults.length <= maximum, 'default_values')
  for (const { id } of defaults) complaints.check(/^\d{15,20}$/.test(String(id)), 'default_values: id')
  if (select.type !== 3) return
  const options = complaints.count(select.options, 1, 25, 'options')
  complaints.check(maximum <= options.length, 'max_values over the options')
  complaints.check(options.filter(one => one.default === true).length <= maximum, 'defaults over max_values')
  complaints.check(new Set(options.map(one => one.value)).size === options.length, 'option values: not unique')
  for (const option of options) {
    complaints.length(option.label, 1, 100, 'option label')
    complaints.length(option.value, 1, 100, 'option value')
    complaints.optional(option.description, 100, 'option description')
  }
}

function checkButton(button: Thing, complaints: Complaints): void {
  complaints.check(Number(button.style) >= 1 && Number(button.style) <= 5, 'button style')
  if (button.style === 5) {
    url(button.url, 512, 'button url', complaints)
    complaints.check(button.custom_id === undefined, 'a link with a custom_id')
  } else {
    complaints.length(button.custom_id, 1, 100, 'custom_id')
    complaints.check(button.url === undefined, 'a button with an address')
  }
  complaints.length(button.label, button.emoji === undefined ? 1 : 0, 80, 'button label')
}

const ALLOWED: Readonly<Record<string, readonly number[]>> = {
  message: [1, 9, 10, 12, 13, 14, 17],
  container: [1, 9, 10, 12, 13, 14],
  row: [2, 3, 5, 6, 7, 8],
  modal: [10, 18],
  label: [3, 4, 5, 6, 7, 8, 19, 21, 22, 23],
}

function within(where: string, things: readonly Thing[], complaints: Complaints): void {
  for (const { type } of things) {
    complaints.check(ALLOWED[where]?.includes(Number(type)) === true, `component ${type} in a ${where}`)
  }
}

function checkComponent(one: Thing, complaints: Complaints, isModal: boolean): void {
  if (one.id !== undefined) {
    complaints.check(Number.isInteger(one.id) && Number(one.id) >= 0 && Number(one.id) < 2 ** 31, 'id')
  }
  switch (one.type) {
    case 1: {
      const inner = complaints.count(one.components, 1, 5, 'row')
      within('row', inner, complaints)
      complaints.check(
        inner.every(({ type }) => type === 2) || inner.length === 1,
        'a select that is not alone in a row',
      )
      return
    }
    case 2:
      checkButton(one, complaints)
      return
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      checkSelect(one, complaints, isModal)
      return
    case 4:
      complaints.length(one.custom_id, 1, 100, 'custom_id')
      complaints.check(one.label === undefined, 'a text input with a label inside of one')
      complaints.optional(one.value, Math.min(4_000, Number(one.max_length ?? 4_000)), 'text input value')
      complaints.optional(one.placeholder, 100, 'placeholder')
      return
    case 9:
      complaints.count(one.components, 1, 3, 'section')
      return
    case 10:
      complaints.length(one.content, 1, 4_000, 'text display')
      return
    case 12:
      for (const item of complaints.count(one.items, 1, 10, 'gallery')) {
        url((item.media as Thing | undefined)?.url, 2_048, 'media', complaints)
        complaints.optional(item.description, 1_024, 'media description')
      }
      return
    case 17:
      within('container', complaints.count(one.components, 1, 40, 'container'), complaints)
      return
    case 18:
      complaints.length(one.label, 1, 45, 'label')
      complaints.optional(one.description, 100, 'label description')
      within('label', [one.component as Thing], complaints)
      return
    default:
      return
  }
}

function checkAll(value: unknown, complaints: Complaints, isModal: boolean): void {
  const components = componentsIn(value)
  for (const one of components) checkComponent(one, complaints, isModal)
  complaints.check(components.length <= 40, `${components.length} components of 40`)
  for (const name of ['id', 'custom_id'] as const) {
    const given = components.map(one => one[name]).filter(one => one !== undefined && one !== 0)
    complaints.check(new Set(given).size === given.length, `${name}: not unique`)
  }
  const text = components
    .filter(({ type }) => type === 10)
    .reduce((sum, { content }) => sum + [...String(content)].length, 0)
  complaints.check(text <= 4_000, `${text} characters of 4000`)
}

/** Files that components show and that do not come with the message. */
function missingFiles(components: readonly Thing[], files: readonly Thing[]): readonly string[] {
  const names = new Set(files.map(({ filename }) => `attachment://${filename}`))
  const urls = componentsIn(components).flatMap(({ items, file }) => [
    ...list(items).map(({ media }) => (media as Thing).url),
    ...(file === undefined ? [] : [(file as Thing).url]),
  ])
  return urls.map(String).filter(one => one.startsWith('attachment://') && !names.has(one))
}

/** What is wrong with a message to be sent, or with the message that an edit leaves. */
export function refuseMessage(message: Thing, files: readonly Thing[] = []): readonly string[] {
  const complaints = new Complaints()
  complaints.check(files.length <= 10, `${files.length} files of 10`)
  for (const url of missingFiles(list(message.components), files)) complaints.all.push(`no such file: ${url}`)
  const components = list(message.components)
  const isV2 = (Number(message.flags ?? 0) & V2) !== 0
  checkAll(components, complaints, false)
  complaints.optional(message.content, 2_000, 'content')
  if (isV2) {
    complaints.check(!message.content && list(message.embeds).length === 0, 'content or embeds beside components V2')
    complaints.check(components.length > 0, 'no components')
    within('message', components, complaints)
  } else {
    complaints.count(components, 0, 5, 'rows')
    complaints.check(
      components.every(({ type }) => type === 1),
      'components V2 without the flag',
    )
    complaints.check(Boolean(message.content) || list(message.embeds).length + files.length > 0, 'an empty message')
  }
  if (typeof message.nonce === 'string') complaints.length(message.nonce, 1, 25, 'nonce')
  return complaints.all
}

export function refuseModal(modal: Thing): readonly string[] {
  const complaints = new Complaints()
  complaints.length(modal.custom_id, 1, 100, 'custom_id')
  complaints.length(modal.title, 1, 45, 'title')
  within('modal', complaints.count(modal.components, 1, 5, 'modal'), complaints)
  checkAll(modal.components, complaints, true)
  return complaints.all
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u

function checkNamed(named: Thing, complaints: Complaints, isSlash: boolean): void {
  const names = [named.name, ...Object.values((named.name_localizations as Thing | null) ?? {})].map(String)
  for (const name of names) {
    complaints.length(name, 1, 32, 'name')
    if (isSlash) complaints.check(NAME.test(name) && name === name.toLowerCase(), `name ${name}`)
  }
  if (!isSlash) return
  for (const text of [named.description, ...Object.values((named.description_localizations as Thing | null) ?? {})]) {
    complaints.length(text, 1, 100, 'description')
  }
}

function checkOptions(value: unknown, complaints: Complaints): void {
  const options = complaints.count(value, 0, 25, 'options')
  complaints.check(new Set(options.map(one => one.name)).size === options.length, 'option names: not unique')
  const optional = options.findIndex(one => one.required !== true)
  complaints.check(
    optional === -1 || options.slice(optional).every(one => one.required !== true),
    'required options first',
  )
  for (const option of options) {
    checkNamed(option, complaints, true)
    for (const choice of complaints.count(option.choices ?? [], 0, 25, 'choices')) {
      complaints.length(choice.name, 1, 100, 'choice')
      complaints.length(String(choice.value), 1, 100, 'choice value')
      for (const name of Object.values((choice.name_localizations as Thing | null) ?? {})) {
        complaints.length(name, 1, 100, 'choice in another language')
      }
    }
    complaints.check(option.autocomplete !== true || option.choices === undefined, 'suggestions beside choices')
    checkOptions(option.options ?? [], complaints)
  }
}

/** What is wrong with what is offered while somebody types. */
export function refuseChoices({ choices }: Thing): readonly string[] {
  const complaints = new Complaints()
  for (const { name, value } of complaints.count(choices, 0, 25, 'choices')) {
    complaints.length(name, 1, 100, 'choice')
    complaints.length(value, 1, 100, 'choice value')
  }
  return complaints.all
}

/** Characters of names, descriptions and values, the longest localisation of each counted. */
function countCommand(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countCommand(one), 0)
  if (typeof value !== 'object' || value === null) return 0
  const { name, description, value: own, name_localizations, description_localizations, ...rest } = value as Thing
  const longest = (given: unknown, localised: unknown) =>
    Math.max(...[given, ...Object.values((localised as Thing | null) ?? {})].map(text => String(text ?? '').length))
  return (
    longest(name, name_localizations) +
    longest(description, description_localizations) +
    String(own ?? '').length +
    countCommand(rest.options) +
    countCommand(rest.choices)
  )
}

/** @param room characters of a command. */
export function refuseCommands(commands: readonly Thing[], room = 8_000): readonly string[] {
  const complaints = new Complaints()
  complaints.check(commands.filter(({ type }) => (type ?? 1) === 1).length <= 100, 'slash commands')
  for (const command of commands) {
    const isSlash = (command.type ?? 1) === 1
    checkNamed(command, complaints, isSlash)
    checkOptions(command.options ?? [], complaints)
    complaints.check(countCommand(command) <= room, `${countCommand(command)} characters of a command`)
  }
  return complaints.all
}
