import { setTimeout as delay } from 'node:timers/promises'
import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { Logger } from 'pino'
import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import { byName, type CommandDescription } from '../commands.ts'
import type { EventInbox } from '../event-inbox.ts'
import type { Keeper } from '../keeper.ts'
import { type ChannelAddress, ChatError, type ChatHandlers, type ChatPlatform } from '../platform.ts'
import { createClient, type File } from './client.ts'
import { renderCommands } from './commands.ts'
import type { Place } from './dispatch.ts'
import { chatErrorOf, describeDiscordFault, discordCode, isForbidden, isTokenError } from './errors.ts'
import { createFiles } from './files.ts'
import { createForms } from './forms.ts'
import { createConnection } from './gateway.ts'
import { createGroups } from './groups.ts'
import { findInHistory } from './history.ts'
import { createIdentityKeeper } from './identity.ts'
import { markOf, nonceOf } from './ids.ts'
import { PACE } from './limits.ts'
import { createThreads, renderNote } from './note.ts'
import { createPeople } from './people.ts'
import { createPerform } from './perform.ts'
import { inviteLink } from './permissions.ts'
import { editCard, type ReadPicture, sendCard } from './pictures.ts'
import { createPlaces } from './places.ts'
import { findProblems } from './problems.ts'
import { createReceive } from './receive.ts'
import { createRefusals } from './refusals.ts'
import { registerCommands } from './registration.ts'
import { renderCard } from './render.ts'
import { createSpeech } from './speech.ts'
import { createTransport } from './transport.ts'
import { createChannelTroubles } from './troubles.ts'
import { createUnfinished } from './unfinished.ts'

export interface DiscordOptions {
  readonly token: string
  /** Where the REST interface is, for another than Discord's own; the gateway's address is asked there. */
  readonly apiUrl?: string
  readonly commands: readonly CommandDescription[]
  readonly translators: Translators
  readonly log: Logger
  readonly now: () => Date
  readonly eventInbox: EventInbox
  readonly keeper: Keeper
  /** The card that a message of ours shows, whole; undefined if it is none any more. */
  readonly readCard: (place: Place) => Promise<Localised<Card> | undefined>
  readonly readPicture: ReadPicture
  /** Milliseconds until we give up on a delivery; for tests. */
  readonly patience?: number
  /** Milliseconds for one request; for tests. */
  readonly timeout?: number
}

export interface DiscordPlatform extends ChatPlatform {
  /** Resolves when nothing that people did is under way. */
  settled(): Promise<void>
}

/** Milliseconds that what is under way has to end. */
const FAREWELL = 10_000
/** Milliseconds between attempts to register the commands. */
const REGISTER_WAIT = 30_000
/** Milliseconds between looks at what other processes have left. */
const OTHERS_WAIT = 30_000

/** What is asked of Discord about a channel. */
type Reach = 'post' | 'note' | 'update' | 'find' | 'look' | 'thread' | 'direct'

/** Discord's ids: discord.com/developers/docs/reference#snowflakes. */
const SNOWFLAKE = /^\d{1,20}$/

export function createDiscordPlatform(options: DiscordOptions): DiscordPlatform {
  const { token, apiUrl, translators, log, now } = options
  const transport = createTransport(() => now().getTime())
  const client = createClient({
    token,
    apiUrl,
    transport,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  })
  const refusals = createRefusals(now, () => transport.refusals())
  const identity = createIdentityKeeper(client)
  const people = createPeople(client, now)
  const places = createPlaces(client, identity, now)
  const troubles = createChannelTroubles()
  const groups = createGroups(client)
  const forms = createForms(options.keeper, now)
  const threads = createThreads(client)
  const files = createFiles({ apiUrl, keeper: options.keeper, now })
  const speech = createSpeech(client, now, log)
  const perform = createPerform({ client, forms, translators, readPicture: options.readPicture, log })
  const leaving = new AbortController()
  let handlers: ChatHandlers | undefined
  let joins = 0

  const receive = createReceive({
    ...{ client, inbox: options.eventInbox, people, forms, perform, speech, translators, log, now },
    unfinished: createUnfinished(options.keeper, now),
    ...{ files, commands: byName(options.commands), onChannel: places.heard },
    handlers: () => handlers,
    readCard: options.readCard,
    ...(options.patience === undefined ? {} : { patience: options.patience }),
  })
  const connection = createConnection({ client, token, log, onInteraction: receive, onServers: () => void joins++ })

  /** Registers the commands, and again until Discord has answered. */
  async function register(): Promise<void> {
    while (!leaving.signal.aborted) {
      try {
        const { application } = await identity.get()
        const outcome = await registerCommands(client, application, renderCommands(options.commands, translators))
        log.info({ outcome }, 'the commands in Discord')
        if ((await identity.guilds()).length === 0) {
          log.warn(
            { invite: inviteLink(application) },
            'Vigie is in no Discord server yet: open this address to let it in',
          )
        }
        return
      } catch (fault) {
        log.warn(
          { detail: describeDiscordFault(fault) },
          'the commands could not be registered in Discord, trying again',
        )
      }
      await delay(REGISTER_WAIT, undefined, { signal: leaving.signal }).catch(() => {})
    }
  }

  /** Finishes what other processes have left, at the start and as long as they may die. */
  async function finishForOthers(): Promise<void> {
    while (!leaving.signal.aborted) {
      await receive
        .finishForOthers()
        .catch(fault => log.warn({ err: fault }, 'what people in Discord wait for cannot be looked at'))
      await delay(OTHERS_WAIT, undefined, { signal: leaving.signal }).catch(() => {})
    }
  }

  function checked(id: string, reason: 'channel-gone' | 'message-gone'): string {
    if (SNOWFLAKE.test(id)) return id
    throw new ChatError({ kind: 'refused', reason }, 'Discord: no such id')
  }

  async function reach<T>(channel: string, kind: Reach, call: (channel: string) => Promise<T>): Promise<T> {
    const what = `${channel} ${kind}`
    const area = kind === 'note' || kind === 'thread' ? 'thread' : 'channel'
    try {
      for (const one of ['token', what]) refusals.check(one)
      const result = await call(checked(channel, 'channel-gone'))
      troubles.worked(channel, area)
      refusals.worked(what)
      return result
    } catch (fault) {
      // Whom direct messages do not reach is nobody's to mend.
      if (kind !== 'direct' && !places.isKnownDirect(channel)) troubles.failed(channel, area, fault)
      if (isTokenError(fault)) refusals.refused('token', fault)
      else if (isForbidden(fault)) refusals.refused(what, fault)
      throw chatErrorOf(fault, kind === 'post' || kind === 'note' ? 'post' : 'repeatable', now())
    }
  }

  /** There is no thread, and will be none: the note has no place. */
  function noThread(fault: unknown): ChatError {
    return new ChatError({ kind: 'refused', reason: 'message-gone' }, `Discord: ${describeDiscordFault(fault)}`)
  }

  /** There are no threads in the chat of a voice channel, nor in a thread: notes have no place there, for good. */
  function withoutPlace(fault: unknown): never {
    throw discordCode(fault) === Code.CannotExecuteActionOnThisChannelType ? noThread(fault) : fault
  }

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (fault) {
      throw chatErrorOf(fault, 'repeatable', now())
    }
  }

  async function send(channel: string, key: string, message: object, files: readonly File[] = []): Promise<string> {
    const body = { ...message, nonce: nonceOf(key), enforce_nonce: true }
    const route = Routes.channelMessages(channel)
    const answer = await client.send<{ readonly id?: string }>('POST', route, { body, files })
    if (answer.id === undefined) throw new ChatError({ kind: 'outcome-unknown' }, 'Discord: no id of the message')
    return answer.id
  }

  /** Buttons in direct messages tell the server that they are about, which Discord does not. */
  async function guildOf({ workspace, channel }: ChannelAddress): Promise<{ readonly guild?: string }> {
    return (await places.isDirect(checked(channel, 'channel-gone'))) ? { guild: workspace } : {}
  }

  return {
    name: 'discord',
    paceMilliseconds: PACE,
    collapses: true,
    customs: { entry: 'permissions', visitors: 'unscreened' },
    settled: () => receive.settled(),
    async start(given) {
      handlers = given
      // Discord may be away: that is a problem to be told of, and no reason not to start.
      connection.start()
      void register()
      void finishForOthers()
    },
    async post(address, key, card) {
      const { language } = address
      const guild = await reach(address.channel, 'look', () => guildOf(address))
      const mark = markOf(key, language)
      const t = translators[language]
      return reach(address.channel, 'post', channel =>
        sendCard(card[language], { t, mark, ...guild }, options.readPicture, sendable =>
          send(channel, key, renderCard(sendable.card, sendable.options), sendable.files),
        ),
      )
    },
    async note(address, under, key, note) {
      const t = translators[address.language]
      const message = renderNote(note[address.language], t, markOf(key, address.language), now())
      const thread = checked(under, 'message-gone')
      await reach(address.channel, 'thread', channel => threads.open(channel, thread, t).catch(withoutPlace))
      try {
        return await reach(address.channel, 'note', async channel => {
          try {
            return await send(thread, key, message)
          } catch (fault) {
            if (discordCode(fault) !== Code.UnknownChannel) throw fault
            // Somebody has deleted the thread: there is another.
            threads.forget(thread)
            await threads.open(channel, thread, t).catch(withoutPlace)
            return await send(thread, key, message).catch(again => {
              throw discordCode(again) === Code.UnknownChannel ? noThread(again) : again
            })
          }
        })
      } catch (fault) {
        threads.forget(thread)
        throw fault
      }
    },
    async update(address, message, card) {
      const t = translators[address.language]
      const guild = await reach(address.channel, 'look', () => guildOf(address))
      await reach(address.channel, 'update', channel => {
        const place = { channel, message: checked(message, 'message-gone') }
        return editCard(client, options.readPicture, place, card[address.language], { t, ...guild })
      })
    },
    findPosted: (address, key, clues) =>
      reach(address.channel, 'find', channel => findInHistory(client, places, channel, key, now(), clues)),
    groups: workspace => ask(async () => (SNOWFLAKE.test(workspace) ? groups.list(workspace) : [])),
    problems: (given = [], wanted) =>
      findProblems(
        { identity, places, troubles, refusals, groups, disconnected: () => connection.disconnected() },
        given,
        wanted,
      ),
    joins: () => joins,
    workspaces: () => ask(() => identity.guilds()),
    direct: (_, user) =>
      reach(user, 'direct', async recipient_id => {
        const { id } = await client.send<{ readonly id: string }>('POST', Routes.userChannels(), {
          body: { recipient_id },
        })
        return id
      }),
    openFile: (_, file) => files.open(file),
    async tell(origin, text) {
      await speech.tell(origin, text)
    },
    channel: (workspace, channel) =>
      ask(async () => (SNOWFLAKE.test(channel) ? places.channel(workspace, channel) : undefined)),
    person: (workspace, user) => ask(() => people.find(workspace, user)),
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await connection[Symbol.asyncDispose]()
      await Promise.race([receive.settled(), delay(FAREWELL, undefined, { ref: false })])
      handlers = undefined
    },
  }
}
