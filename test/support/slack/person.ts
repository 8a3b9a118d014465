import type { Seen, SeenForm } from '../../chat/contract.ts'
import type { FakeSlack, OpenView, ShownMessage } from './fake-slack.ts'
import { asSlackSends } from './habits.ts'
import { refuseView } from './rules.ts'
import type { Delivery } from './socket-mode.ts'

/** How payloads reach Vigie. */
export type Transport = (type: 'slash_commands' | 'interactive' | 'events_api', payload: object) => Promise<Delivery>

/** Somebody in front of Slack: makes the payloads that Slack makes, and sees what Slack shows. */
export interface SlackPerson {
  command(text: string, channel?: string): Promise<Seen>
  press(channel: string, ts: string, action: string, value?: string): Promise<Seen>
  submit(form: SeenForm, values: Readonly<Record<string, string>>): Promise<Seen>
  /** A payload of one's own, and what comes of it. */
  act(type: 'slash_commands' | 'interactive' | 'events_api', payload: object): Promise<Seen & { delivery: Delivery }>
  /** A payload of one's own, and the acknowledgement, without waiting for what follows it. */
  deliver(type: 'slash_commands' | 'interactive' | 'events_api', payload: object): Promise<Delivery>
  commandPayload(text: string, channel?: string): Promise<Record<string, unknown>>
  pressPayload(channel: string, ts: string, action: string, value?: string): Promise<Record<string, unknown>>
  view(): OpenView | undefined
}

type Thing = Readonly<Record<string, unknown>>

/** Every text that a person reads, in order. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('\n')
  if (typeof value !== 'object' || value === null) return ''
  const { type, text, ...rest } = value as Thing
  if (type === 'plain_text' || type === 'mrkdwn') return String(text)
  return [wordsOf(text), ...Object.values(rest).map(wordsOf)].filter(Boolean).join('\n')
}

/** Where buttons lead. */
function linksIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(linksIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, url, ...rest } = value as Thing
  return [...(type === 'button' && typeof url === 'string' ? [url] : []), ...Object.values(rest).flatMap(linksIn)]
}

export function elementsOf(blocks: readonly Thing[]): readonly (Thing & { readonly block: string })[] {
  return blocks.flatMap(block => {
    const elements = [...((block.elements as Thing[] | undefined) ?? []), block.accessory as Thing | undefined]
    return elements
      .filter(element => element?.action_id !== undefined)
      .map(element => ({ ...element, block: String(block.block_id) }))
  })
}

/** What stands in an input, or what a person puts there. */
function stateOf(element: Thing, value: string | undefined): Thing {
  switch (element.type) {
    case 'datepicker':
      return { type: element.type, selected_date: value === undefined ? (element.initial_date ?? null) : value || null }
    case 'timepicker':
      return { type: element.type, selected_time: value === undefined ? (element.initial_time ?? null) : value || null }
    case 'static_select': {
      const options = element.options as { value: string }[]
      const chosen = options.find(one => one.value.endsWith(value ?? '\n')) ?? null
      return { type: element.type, selected_option: value === undefined ? (element.initial_option ?? null) : chosen }
    }
    case 'file_input': {
      const ids = value === undefined || value === '' ? [] : value.split(',')
      return { type: element.type, files: ids.map(id => ({ id, name: `${id}.png` })) }
    }
    case 'checkboxes':
    case 'multi_static_select': {
      const options = element.options as { value: string }[]
      const wanted = (value ?? '').split(',').map(one => `=${one}`)
      const chosen = options.filter(one => wanted.includes(one.value))
      return { type: element.type, selected_options: value === undefined ? (element.initial_options ?? []) : chosen }
    }
    case 'conversations_select': {
      const chosen = value === undefined ? (element.initial_conversation ?? null) : value || null
      return { type: element.type, selected_conversation: chosen }
    }
    case 'users_select': {
      const chosen = value === undefined ? (element.initial_user ?? null) : value || null
      return { type: element.type, selected_user: chosen }
    }
    case 'multi_users_select': {
      const chosen = value?.split(',').filter(Boolean) ?? element.initial_users ?? []
      return { type: element.type, selected_users: chosen }
    }
    default:
      return { type: element.type, value: value === undefined ? (element.initial_value ?? null) : value || null }
  }
}

function inputsOf(view: OpenView): readonly { readonly block: string; readonly element: Thing }[] {
  return view.blocks
    .filter(({ type }) => type === 'input')
    .map(block => ({ block: String(block.block_id), element: block.element as Thing }))
}

/** What a person means for the part of a field that an input is: "date.when" of "2026-03-29T09:00" is its day. */
function partOf(block: string, values: Readonly<Record<string, string>>): string | undefined {
  const [part, ...rest] = block.split('.')
  const value = values[rest.join('.')]
  if (value === undefined || ['pick', 'picks', 'files', 'text0', 'channel', 'people', 'person'].includes(part ?? ''))
    return value
  if (part === 'date') return value.split('T')[0] ?? ''
  return part === 'time' ? (value.split('T')[1] ?? '') : ''
}

export function createPerson(
  fake: FakeSlack,
  transport: Transport,
  settled: () => Promise<void>,
  who = fake.user,
): SlackPerson {
  const team = { id: fake.team, domain: 'emulate' }
  const user = { id: who, username: 'ada', team_id: fake.team }

  async function act(type: Parameters<Transport>[0], payload: object): Promise<Seen & { delivery: Delivery }> {
    const before = {
      direct: fake.directMessages.length,
      whispers: fake.whispers.length,
      views: fake.views.length,
      calls: fake.calls.length,
    }
    const delivery = await transport(type, asSlackSends(payload, fake.app))
    // Some of it follows the acknowledgement.
    await settled()
    const body = (delivery.body ?? {}) as {
      blocks?: unknown
      errors?: Record<string, string>
      view?: OpenView
      response_action?: string
    }
    const whispers = fake.whispers.slice(before.whispers)
    // Slack shows what a slash command is acknowledged with, and drops it for everything else.
    const shown = type === 'slash_commands' ? wordsOf(body.blocks) : ''
    const told = [...fake.directMessages.slice(before.direct), ...whispers]
    const words = [shown, ...told.map(({ blocks }) => wordsOf(blocks))].filter(Boolean).join('\n')
    const next = body.response_action === 'update' ? body.view : undefined
    // Slack holds a form that comes with an acknowledgement to the same rules.
    const wrong = next === undefined ? undefined : refuseView(next)
    if (wrong !== undefined) throw new Error(`Slack refuses the form: ${wrong.why.join(', ')}`)
    if (next !== undefined) fake.follow(next)
    const view = next ?? fake.views[before.views]
    const changed = fake.calls.slice(before.calls).find(({ method }) => method === 'chat.update')
    const blocks: Thing[] = changed === undefined ? [] : JSON.parse(changed.body.blocks ?? '[]')
    const header = blocks.find(block => block.type === 'header')
    const links = linksIn(shown === '' ? told.map(({ blocks }) => blocks) : body.blocks)
    return {
      delivery,
      ...(links.length === 0 ? {} : { links }),
      ...(words === '' ? {} : { words }),
      ...(view === undefined ? {} : { form: formOf(view) }),
      ...(body.errors === undefined ? {} : { errors: errorsOf(body.errors) }),
      ...(header === undefined ? {} : { header: wordsOf(header) }),
    }
  }

  function formOf(view: OpenView): SeenForm {
    current = view
    const values: Record<string, string> = {}
    for (const { block, element } of inputsOf(view)) {
      const [part, ...rest] = block.split('.')
      const field = rest.join('.')
      const state = stateOf(element, undefined)
      const chosen = (state.selected_option as { value: string } | null | undefined)?.value.replace(/^=/, '')
      const several = (state.selected_options as { value: string }[] | undefined)?.map(one =>
        one.value.replace(/^=/, ''),
      )
      const people = (state.selected_users as string[] | undefined)?.join(',')
      const picked =
        state.selected_date ??
        state.selected_time ??
        state.selected_conversation ??
        state.selected_user ??
        people ??
        several?.join(',') ??
        chosen
      const value = String(state.value ?? picked ?? '')
      const earlier = values[field]
      values[field] = part === 'time' && earlier ? `${earlier}T${value}` : `${earlier ?? ''}${value}`
    }
    return { id: view.callback_id ?? '', title: view.title.text, values }
  }

  function errorsOf(errors: Readonly<Record<string, string>>): Record<string, string> {
    const blocks = current === undefined ? [] : inputsOf(current).map(({ block }) => block)
    return Object.fromEntries(
      Object.entries(errors).map(([block, error]) => {
        // Slack refuses errors for blocks that the view does not have.
        if (!blocks.includes(block)) throw new Error(`no such block: ${block}`)
        return [block.slice(block.indexOf('.') + 1), error]
      }),
    )
  }

  let current: OpenView | undefined

  async function commandPayload(text: string, channel = fake.channel): Promise<Record<string, unknown>> {
    return {
      command: '/vigie',
      text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      team_id: fake.team,
      team_domain: 'emulate',
      channel_id: channel,
      channel_name: channel === fake.channel ? 'general' : 'directmessage',
      user_id: who,
      trigger_id: await fake.newTrigger(),
      response_url: fake.responseUrl(),
    }
  }

  async function pressPayload(
    channel: string,
    ts: string,
    action: string,
    value?: string,
  ): Promise<Record<string, unknown>> {
    const message: ShownMessage | undefined = (await fake.messages(channel)).find(one => one.ts === ts)
    const element = elementsOf(message?.blocks ?? []).find(one => one.action_id === action)
    const options = (element?.options ?? []) as { value: string }[]
    const selected = options.find(option => option.value.endsWith(value ?? '\n'))
    return {
      type: 'block_actions',
      team,
      user,
      trigger_id: await fake.newTrigger(),
      response_url: fake.responseUrl(),
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'general' },
      message,
      actions: [
        {
          type: element?.type ?? 'button',
          action_id: action,
          block_id: element?.block ?? 'b',
          ...(selected === undefined ? {} : { selected_option: selected }),
          ...(typeof element?.value === 'string' ? { value: element.value } : {}),
        },
      ],
    }
  }

  return {
    act,
    deliver: (type, payload) => transport(type, asSlackSends(payload, fake.app)),
    commandPayload,
    pressPayload,
    view: () => current,
    async command(text, channel) {
      const { delivery: _, ...seen } = await act('slash_commands', await commandPayload(text, channel))
      return seen
    },
    async press(channel, ts, action, value) {
      const { delivery: _, ...seen } = await act('interactive', await pressPayload(channel, ts, action, value))
      return seen
    },
    async submit(form, values) {
      const isOpen = current?.callback_id === form.id
      const view = isOpen ? current : fake.views.findLast(one => one.callback_id === form.id)
      if (view === undefined) throw new Error('no such form is open')
      current = view
      const state = Object.fromEntries(
        inputsOf(view).map(({ block, element }) => [
          block,
          { [String(element.action_id)]: stateOf(element, partOf(block, values)) },
        ]),
      )
      const { delivery: _, ...seen } = await act('interactive', {
        type: 'view_submission',
        team,
        user,
        trigger_id: await fake.newTrigger(),
        view: { ...view, id: 'V1', hash: '1.a', state: { values: state } },
        response_urls: [],
      })
      return seen
    },
  }
}
