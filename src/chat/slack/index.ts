import { setTimeout as delay } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import { byName, type CommandDescription } from '../commands.ts'
import type { EventInbox } from '../event-inbox.ts'
import { ChatError, type ChatHandlers, type ChatPlatform } from '../platform.ts'
import { createApp } from './bolt.ts'
import { createChannels } from './channels.ts'
import { createClient } from './client.ts'
import { chatErrorOf, type Effect } from './errors.ts'
import { createFiles } from './files.ts'
import { findInHistory, METADATA_TYPE } from './history.ts'
import { createHttpReceiver } from './http.ts'
import { createIdentityKeeper } from './identity.ts'
import { PACE } from './limits.ts'
import { renderNote } from './note.ts'
import { createPeople } from './people.ts'
import { createPerform } from './perform.ts'
import { createChannelTroubles, findProblems } from './problems.ts'
import { createReceive } from './receive.ts'
import { createScopeWatch } from './scopes.ts'
import { send } from './send.ts'
import { createSocketReceiver, keepConnected, type SocketKeeper } from './socket.ts'
import { createSpeech, wordsOf } from './speech.ts'

export interface SlackOptions {
  readonly botToken: string
  /** With it, Slack is heard over Socket Mode. */
  readonly appToken?: string
  /** Without an app token, Slack is heard over HTTP, signed with this. */
  readonly signingSecret?: string
  /** Where the Web API is, for another than Slack's own; Socket Mode asks there for its address too. */
  readonly apiUrl?: string
  /** The only workspace that is heard; without it, the token's. */
  readonly teamId?: string
  readonly commands: readonly CommandDescription[]
  readonly translators: Translators
  readonly log: Logger
  readonly now: () => Date
  readonly eventInbox: EventInbox
  /** The card that a message of ours shows, whole; undefined if it is none any more. */
  readonly readCard: (place: {
    readonly workspace: string
    readonly channel: string
    readonly message: string
  }) => Promise<Localised<Card> | undefined>
  /** Milliseconds until we give up on a delivery; for tests. */
  readonly patience?: number
}

export interface SlackPlatform extends ChatPlatform {
  /** Answers Slack's requests, for the app's HTTP server to route `POST /slack/events` to. Absent in Socket Mode. */
  readonly handle: ((request: Request) => Promise<Response>) | undefined
  /** Resolves when nothing that people did is under way. */
  settled(): Promise<void>
}

/** Milliseconds that what is under way has to end. */
const FAREWELL = 10_000

/** A person's id in place of a conversation's: docs.slack.dev/reference/objects/user-object. */
const PERSON = /^[UW][A-Z0-9]+$/

/** No previews of what is linked, and no markup where there are no blocks. */
const QUIET = { mrkdwn: false, unfurl_links: false, unfurl_media: false }

/** By which a message is recognised when the answer to it was lost. */
function markerOf(key: string) {
  return { event_type: METADATA_TYPE, event_payload: { key } }
}

function idOf({ ts }: { readonly ts?: string }): string {
  if (ts === undefined) throw new ChatError({ kind: 'outcome-unknown' }, 'Slack: no id of the message')
  return ts
}

export function createSlackPlatform(options: SlackOptions): SlackPlatform {
  const { botToken, appToken, signingSecret, apiUrl, translators, log, now } = options
  const settings = { apiUrl, log }
  const scopeWatch = createScopeWatch()
  const client: WebClient = createClient(botToken, settings, scopeWatch)
  const identity = createIdentityKeeper(client, options.teamId)
  const findPerson = createPeople(client, identity, now)
  const findChannel = createChannels(client, identity)
  const troubles = createChannelTroubles()
  const openFile = createFiles({ client, token: botToken, apiUrl, team: async () => (await identity.get()).team, now })
  const speech = createSpeech(client, log)
  const perform = createPerform({ client, identity, speech, translators, log })
  const conversations = new Map<string, string>()
  let handlers: ChatHandlers | undefined
  let socket: SocketKeeper | undefined

  const receive = createReceive({
    identity,
    inbox: options.eventInbox,
    perform,
    handlers: () => handlers,
    readCard: options.readCard,
    commands: byName(options.commands),
    findPerson,
    findChannel,
    log,
    ...(options.patience === undefined ? {} : { patience: options.patience }),
  })
  const overSocket =
    appToken === undefined
      ? undefined
      : ([createSocketReceiver(appToken, settings), createSocketReceiver(appToken, settings)] as const)
  const overHttp =
    overSocket !== undefined || !signingSecret ? undefined : createHttpReceiver({ signingSecret, now, log })
  const receivers = overSocket ?? (overHttp === undefined ? [] : [overHttp])
  if (receivers.length === 0) throw new Error('Slack needs an app token (Socket Mode) or a signing secret (HTTP)')
  for (const [index, receiver] of receivers.entries()) {
    createApp({ receiver, receive, settings, generation: () => socket?.generation(index) ?? 0 })
  }

  /** The conversation behind an address: a person stands for the direct messages with them. */
  async function conversationOf(channel: string): Promise<string> {
    const known = conversations.get(channel)
    if (known !== undefined || !PERSON.test(channel)) return known ?? channel
    const { channel: opened } = await client.conversations.open({ users: channel })
    if (opened?.id === undefined) throw new ChatError({ kind: 'unavailable' }, 'Slack: no direct messages')
    conversations.set(channel, opened.id)
    return opened.id
  }

  async function reach<T>(channel: string, effect: Effect, call: (conversation: string) => Promise<T>): Promise<T> {
    let effectNow: Effect = 'repeatable'
    try {
      const conversation = await conversationOf(channel)
      effectNow = effect
      const result = await call(conversation)
      troubles.worked(channel)
      return result
    } catch (fault) {
      troubles.failed(channel, fault)
      throw chatErrorOf(fault, effectNow, now())
    }
  }

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (fault) {
      throw chatErrorOf(fault, 'repeatable', now())
    }
  }

  /** Over HTTP Slack comes to us, and nobody can say that it could not. */
  function disconnected(): string | undefined {
    if (overSocket === undefined) return undefined
    return socket === undefined ? 'not started' : socket.disconnected()
  }

  return {
    name: 'slack',
    paceMilliseconds: PACE,
    collapses: true,
    handle: overHttp && (request => overHttp.handle(request)),
    settled: () => receive.settled(),
    async start(given) {
      handlers = given
      // Slack may be away: that is a problem to be told of, and no reason not to start.
      if (overSocket !== undefined) {
        const [one, other] = overSocket
        socket ??= keepConnected({ clients: [one.client, other.client], settled: () => receive.settled(), log })
      }
    },
    async post(address, key, card) {
      const t = translators[address.language]
      const answer = await reach(address.channel, 'post', channel =>
        send(card[address.language], t, message =>
          client.chat.postMessage({ channel, ...message, ...QUIET, metadata: markerOf(key) }),
        ),
      )
      return idOf(answer)
    },
    async note(address, under, key, note) {
      const message = renderNote(note[address.language], translators[address.language], now())
      const plainly = { ...QUIET, parse: 'none', link_names: false } as const
      const answer = await reach(address.channel, 'post', channel =>
        client.chat.postMessage({ channel, thread_ts: under, ...message, ...plainly, metadata: markerOf(key) }),
      )
      return idOf(answer)
    },
    async update(address, message, card) {
      const t = translators[address.language]
      await reach(address.channel, 'repeatable', channel =>
        send(card[address.language], t, rendered => client.chat.update({ channel, ts: message, ...rendered })),
      )
    },
    findPosted: (address, key, clues) =>
      reach(address.channel, 'repeatable', channel => findInHistory(client, channel, key, now(), clues)),
    problems: (places = []) => findProblems({ client, identity, troubles, scopeWatch, disconnected }, places),
    workspaces: () =>
      ask(async () => {
        const { team, teamName, isOrganisation } = await identity.get()
        // Nobody can become admin of what is not served; that it is not is told as a problem.
        return isOrganisation ? [] : [{ id: team, name: teamName }]
      }),
    direct: (workspace, user) =>
      ask(async () => {
        const { team } = await identity.get()
        if (workspace !== team)
          throw new ChatError({ kind: 'refused', reason: 'channel-gone' }, 'Slack: another workspace')
        return conversationOf(user)
      }),
    channel: (workspace, channel) => ask(() => findChannel(workspace, channel)),
    person: (workspace, user) => ask(() => findPerson(workspace, user)),
    openFile,
    tell: (origin, text) => speech.tell({ origin, responseUrl: undefined, isEvent: false }, wordsOf(text)),
    async [Symbol.asyncDispose]() {
      await socket?.[Symbol.asyncDispose]()
      await Promise.race([receive.settled(), delay(FAREWELL, undefined, { ref: false })])
      handlers = undefined
    },
  }
}
