import { groupChoice } from '../../../src/chat/card.ts'
import { readCustomId, readInputId, readPageId } from '../../../src/chat/discord/ids.ts'
import type { Seen, SeenForm } from '../../chat/contract.ts'
import type { FakeDiscord } from './fake.ts'
import type { Interaction } from './interactions.ts'
import { componentsIn, EPHEMERAL } from './rules.ts'
import type { Channel, Guild, Message, Thing } from './state.ts'
import { fillIn } from './typed.ts'
import { wordsOf } from './words.ts'

/** Somebody in front of Discord: makes the payloads that Discord makes, and sees what Discord shows. */
export interface DiscordPerson {
  readonly id: string
  /** A command filled in, see `fillIn`; files by the ids that they have since they were handed in. */
  command(text: string, channel?: Channel): Promise<Seen>
  /** What is suggested for an option while a command is filled in. */
  suggested(
    text: string,
    option: string,
    channel?: Channel,
  ): Promise<readonly { readonly name: string; readonly value: string }[]>
  /** The command on a message, with files, and names of those whom it mentions. */
  draftFrom(content: string, files?: readonly string[], mentions?: readonly Thing[]): Promise<Seen>
  press(message: string, action: string, value?: string): Promise<Seen>
  /** Fills the form that was seen last and sends it off, page by page; pressing what opens it again if need be. */
  submit(form: SeenForm, values: Readonly<Record<string, string>>): Promise<Seen>
  /** Sends off the page that is open, as it stands with these values. */
  sendPage(values: Readonly<Record<string, string>>): Promise<Seen>
  /** An interaction of one's own, handed over; what comes of it is asked later. */
  begin(type: number, channel: Channel, data: Thing, message?: Message): Interaction
  /** Discord hands the same over once more. */
  again(interaction: Interaction): void
  seen(interaction: Interaction): Promise<Seen>
  /** The form that is open. */
  open(): Thing | undefined
  /** What only this person sees, newest last. */
  whispers(): readonly Message[]
}

export interface PersonOptions {
  readonly fake: FakeDiscord
  readonly guild: Guild
  readonly channel: Channel
  readonly settled: () => Promise<void>
  readonly id: string
  readonly locale?: string
}

interface Input {
  readonly label: string
  readonly component: Thing
}

function inputsOf(modal: Thing | undefined): readonly Input[] {
  const lines = (modal?.components ?? []) as Thing[]
  return lines.flatMap(({ type, label, component }) =>
    type === 18 ? [{ label: String(label), component: component as Thing }] : [],
  )
}

/** The button of a message that opens a form. */
function openerIn(message: Message | undefined): Thing | undefined {
  return componentsIn(message?.components).find(({ custom_id }) => {
    return custom_id !== undefined && readCustomId(String(custom_id)).kind === 'open'
  })
}

function stateOf(component: Thing): readonly string[] {
  const options = (component.options ?? []) as Thing[]
  const defaults = (component.default_values ?? []) as Thing[]
  if (component.type === 4) return [String(component.value ?? '')]
  return [
    ...options.filter(one => one.default === true).map(one => String(one.value)),
    ...defaults.map(one => (one.type === 'role' ? groupChoice(String(one.id)) : String(one.id))),
  ]
}

function shownValue(custom: string, state: readonly string[]): string {
  const part = readInputId(custom)?.part
  if (part === 'when') return (state[0] ?? '').replace(' ', 'T')
  return state.map(one => one.replace(/^=/, '')).join(',')
}

export function createPerson({
  fake,
  guild,
  channel: home,
  settled,
  id,
  locale = 'en-GB',
}: PersonOptions): DiscordPerson {
  const { state, interactions } = fake
  let current: Thing | undefined
  let currentSource: Message | undefined
  let currentChannel = home
  let lastWhisper: Message | undefined

  function begin(type: number, channel: Channel, data: Thing, message?: Message): Interaction {
    const member = guild.members.get(id)
    const isDirect = channel.guild === undefined
    const one = interactions.begin(type, channel, { message })
    fake.gateway.dispatch('INTERACTION_CREATE', {
      ...{ id: one.id, token: one.token, application_id: state.application, type, version: 1, locale, data },
      ...{ channel_id: channel.id, channel: { id: channel.id, type: channel.type, name: channel.name } },
      ...(isDirect ? { user: member?.user } : { guild_id: guild.id, member, app_permissions: '0' }),
      ...(message === undefined ? {} : { message }),
    })
    Object.assign(one, { sent: { type, channel, data, message } })
    return one
  }

  async function answered(one: Interaction): Promise<void> {
    const until = Date.now() + interactions.limits.answer + 200
    while (one.answer === undefined && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 5))
    await settled()
    while (one.isThinking && Date.now() < until + 5_000) await new Promise(resolve => setTimeout(resolve, 5))
    await settled()
  }

  function formOf(modal: Thing): SeenForm {
    const values: Record<string, string> = {}
    for (const { component } of inputsOf(modal)) {
      const custom = String(component.custom_id)
      const field = readInputId(custom)?.field ?? custom
      values[field] = `${values[field] ?? ''}${shownValue(custom, stateOf(component))}`
    }
    return { id: readPageId(String(modal.custom_id)).modal, title: String(modal.title), values }
  }

  /** Lines that name a field of the form, as errors. */
  function errorsIn(words: string, form: Thing | undefined): Record<string, string> {
    const errors: Record<string, string> = {}
    for (const { label, component } of inputsOf(form)) {
      const line = words.split('\n').find(one => one.startsWith(`${label}: `))
      const field = readInputId(String(component.custom_id))?.field
      if (line !== undefined && field !== undefined) errors[field] = line.slice(label.length + 2)
    }
    return errors
  }

  async function seen(one: Interaction, form?: Thing): Promise<Seen> {
    const before = new Map(home.messages.map(({ id: message, components }) => [message, components]))
    const source = one.payload.message as Message | undefined
    const sourceBefore = source?.components
    await answered(one)
    if (one.answer === undefined) throw new Error('Discord says: the application did not respond')
    if (one.answer.type === 9) {
      current = one.answer.data
      currentSource = source
      currentChannel = one.channel
      return { form: formOf(current) }
    }
    const isPrivate = source !== undefined && (source.flags & EPHEMERAL) !== 0
    const replaced = isPrivate && one.answer.type === 7 ? [source] : []
    const told = [...one.messages, ...replaced].filter(({ flags }) => (flags & EPHEMERAL) !== 0)
    // Something else may be said meanwhile.
    lastWhisper = told.findLast(message => openerIn(message) !== undefined) ?? told.at(-1) ?? lastWhisper
    const words = told.map(({ components, attachments }) => {
      const texts = componentsIn(components).filter(({ type }) => type === 10)
      return [wordsOf(texts), ...attachments.map(file => String(file.text))].join('\n')
    })
    const errors = errorsIn(words.join('\n'), form)
    const changed = home.messages.find(message => {
      const isSource = message.id === source?.id
      return (isSource ? sourceBefore : before.get(message.id)) !== message.components
    })
    const [first] = changed === undefined ? [] : componentsIn(changed.components).filter(({ type }) => type === 10)
    const header = changed === undefined ? undefined : wordsOf(first).split('\n')[0]
    const links = told.flatMap(({ components }) =>
      componentsIn(components).flatMap(({ url }) => (url ? [String(url)] : [])),
    )
    return {
      ...(links.length === 0 ? {} : { links }),
      ...(Object.keys(errors).length > 0 ? { errors } : words.length === 0 ? {} : { words: words.join('\n') }),
      ...(header === undefined ? {} : { header }),
    }
  }

  /** The button in what was whispered last that opens a form. */
  function opener(): { readonly message: Message; readonly id: string; readonly page: number } | undefined {
    const button = openerIn(lastWhisper)
    if (button === undefined || lastWhisper === undefined) return undefined
    const own = readCustomId(String(button.custom_id))
    return { message: lastWhisper, id: String(button.custom_id), page: own.kind === 'open' ? own.page : 0 }
  }

  async function pressOpener(): Promise<Seen> {
    const found = opener()
    if (found === undefined) throw new Error('nothing opens a form')
    lastWhisper = undefined
    const data = { custom_id: found.id, component_type: 2 }
    return seen(begin(3, home, data, found.message))
  }

  /** What Discord says of ids that were picked, people being the others. */
  function rolesIn(value: unknown): Record<string, Thing> {
    const picked = [...guild.roles].filter(([role]) => JSON.stringify(value).includes(`"${role}"`))
    return Object.fromEntries(picked.map(([role, name]) => [role, { id: role, name }]))
  }

  /** And of channels, which it names whoever may see them. */
  function channelsIn(value: unknown): Record<string, Thing> {
    const picked = [...state.channels.values()].filter(one => JSON.stringify(value).includes(`"${one.id}"`))
    return Object.fromEntries(picked.map(one => [one.id, { id: one.id, name: one.name, type: one.type }]))
  }

  function sendPage(values: Readonly<Record<string, string>>): Promise<Seen> {
    const form = current
    const components = inputsOf(form).map(({ component }) => {
      const custom_id = String(component.custom_id)
      const { field = '', part = '', index = 0 } = readInputId(custom_id) ?? {}
      const given = values[field]
      const own = stateOf(component)
      const { type } = component
      const offered = new Set(((component.options ?? []) as Thing[]).map(one => String(one.value)))
      const wanted = (given ?? '').split(',').filter(Boolean)
      const chosen =
        type === 3 ? wanted.map(one => `=${one}`).filter(one => offered.has(one)) : index === 0 ? wanted : []
      const typed = part === 'when' ? given?.replace('T', ' ') : index === 0 ? given : ''
      const filled =
        type === 4
          ? { value: given === undefined ? (own[0] ?? '') : typed }
          : { values: (given === undefined ? own : chosen).map(one => one.replace(/^&/, '')) }
      return { type: 18, component: { type, custom_id, ...filled } }
    })
    const uploads = components.filter(({ component }) => component.type === 19)
    const handedIn = uploads.flatMap(({ component }) => (component as { values?: readonly string[] }).values ?? [])
    const attachments = fake.attachments.describeAll(handedIn)
    const resolved = { attachments, roles: rolesIn(components), channels: channelsIn(components) }
    const data = { custom_id: form?.custom_id, components, resolved }
    current = undefined
    return seen(begin(5, currentChannel, data, currentSource), form)
  }

  return {
    id,
    begin,
    sendPage,
    seen,
    open: () => current,
    whispers: () =>
      interactions.all.flatMap(({ messages }) => messages.filter(({ flags }) => (flags & EPHEMERAL) !== 0)),
    again(one) {
      const { sent } = one as Interaction & {
        readonly sent: { type: number; channel: Channel; data: Thing; message?: Message }
      }
      const { type, channel, data, message } = sent
      fake.gateway.dispatch('INTERACTION_CREATE', {
        ...{ id: one.id, token: one.token, application_id: state.application, type, version: 1, locale, data },
        ...{ channel_id: channel.id, channel: { id: channel.id, type: channel.type }, guild_id: guild.id },
        ...{ member: guild.members.get(id), ...(message === undefined ? {} : { message }) },
      })
    },
    command(text, channel = home) {
      const sub = fillIn(state.commands, text)
      const handedIn = (sub.options as Thing[]).filter(({ type }) => type === 11).map(({ value }) => String(value))
      const attachments = fake.attachments.describeAll(handedIn)
      const resolved = { attachments, roles: rolesIn([sub]), channels: channelsIn([sub]) }
      return seen(begin(2, channel, { id: '1', name: 'vigie', type: 1, options: [sub], resolved }))
    },
    async suggested(text, option, channel = home) {
      const options = [fillIn(state.commands, text, option)]
      const one = begin(4, channel, { id: '1', name: 'vigie', type: 1, options })
      await answered(one)
      if (one.answer === undefined) throw new Error('Discord says: loading options failed')
      return one.answer.data.choices as { name: string; value: string }[]
    },
    draftFrom(content, files = [], mentions = []) {
      const attachments = files.map(file => fake.attachments.describe(file))
      const ids = { id: '123456789012345678', channel_id: home.id }
      const message = { ...ids, content, flags: 0, components: [], attachments, mentions }
      const data = {
        ...{ id: '2', name: 'Draft from this message', type: 3, target_id: message.id },
        resolved: { messages: { [message.id]: message } },
      }
      return seen(begin(2, home, data))
    },
    async press(messageId, action, value) {
      const found = interactions.find(messageId)
      if (found === undefined) throw new Error('no such message')
      const component = componentsIn(found.message.components).find(({ custom_id }) => {
        if (custom_id === undefined) return false
        const own = readCustomId(String(custom_id))
        return custom_id === action || ('action' in own && own.action === action)
      })
      // The card may have moved on under the person's hand.
      const custom_id = String(component?.custom_id ?? action)
      const data = {
        ...{ custom_id, component_type: component?.type ?? 2 },
        ...(value === undefined ? {} : { values: [`=${value}`] }),
      }
      return seen(begin(3, found.channel, data, found.message))
    },
    async submit(form, values) {
      if (current === undefined || readPageId(String(current.custom_id)).modal !== form.id) await pressOpener()
      let answer = await sendPage(values)
      for (let page = opener(); page !== undefined && answer.errors === undefined; page = opener()) {
        const isNext = page.page > 0
        answer = await pressOpener()
        if (!isNext) return answer
        answer = await sendPage(values)
      }
      return answer
    },
  }
}
