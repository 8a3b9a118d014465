import type { Logger } from 'pino'
import type { ChannelAddress, ChatPlatform, ChatProblem } from './chat/platform.ts'
import type { Database } from './db/database.ts'
import { listAllGroupGrants } from './db/queries/group-grants.ts'
import { listAllChannels } from './db/queries/people.ts'

/** Milliseconds between two looks at a platform. */
const INTERVAL = 60_000
/** Every how many looks the channels are looked into as well, which costs a call for each. */
const PLACES_EVERY = 10

/** Tells whoever reads the log what a person has to mend in a chat, once, and when it is mended. */
export interface ChatWatch extends AsyncDisposable {
  /** Looks at platforms whose time has come, and returns at once: one that is away keeps nobody waiting. */
  look(): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export interface ChatWatchOptions {
  readonly database: Database
  readonly platforms: Iterable<ChatPlatform>
  readonly log: Logger
  readonly now: () => Date
}

interface Watched {
  readonly platform: ChatPlatform
  known: ReadonlyMap<string, ChatProblem>
  looks: number
  nextAt: number
}

export function createChatWatch({ database, platforms, log, now }: ChatWatchOptions): ChatWatch {
  const watched = [...platforms]
    .filter(platform => platform.problems !== undefined)
    .map((platform): Watched => ({ platform, known: new Map(), looks: 0, nextAt: 0 }))
  const underWay = new Map<Watched, Promise<void>>()
  /** What uses the database, which must not close before. */
  const reading = new Set<Promise<unknown>>()
  let isClosed = false

  async function placesOf({ name }: ChatPlatform): Promise<readonly ChannelAddress[]> {
    const rows = listAllChannels(database.connection)
    reading.add(rows)
    const bound = await rows.finally(() => reading.delete(rows))
    return bound
      .filter(({ platform }) => platform === name)
      .map(({ workspace, remoteId: channel }) => ({ workspace, channel, language: 'en' }))
  }

  async function groupsOf({ name }: ChatPlatform) {
    const rows = listAllGroupGrants(database.connection)
    reading.add(rows)
    const grants = await rows.finally(() => reading.delete(rows))
    return grants.filter(({ platform }) => platform === name).map(({ workspace, groupId: id }) => ({ workspace, id }))
  }

  /** What is still known to be wrong: a look that could not see proves nothing of the rest. */
  function stillKnown(one: Watched, found: ReadonlyMap<string, ChatProblem>): ReadonlyMap<string, ChatProblem> {
    const codes = new Set([...found.values()].map(({ code }) => code))
    if (!codes.has('token-refused') && !codes.has('unreachable')) return found
    // To refuse a token is an answer.
    const isMended = ({ code }: ChatProblem) => code === 'unreachable' && !codes.has('unreachable')
    return new Map([...[...one.known].filter(([, problem]) => !isMended(problem)), ...found])
  }

  async function lookAt(one: Watched): Promise<void> {
    const { platform } = one
    const isThorough = one.looks++ % PLACES_EVERY === 0
    const places = isThorough ? await placesOf(platform) : []
    const groups = isThorough ? await groupsOf(platform) : undefined
    const problems = (await platform.problems?.(places, groups)) ?? []
    // A connection says itself how it fares.
    const found = new Map(
      problems.filter(({ code }) => code !== 'not-connected').map(problem => [JSON.stringify(problem), problem]),
    )
    if (isClosed) return
    for (const [key, { code, detail }] of found) {
      if (one.known.has(key)) continue
      log.warn({ platform: platform.name, code, detail }, 'the chat needs mending, and doctor tells how')
    }
    const known = stillKnown(one, found)
    for (const [key, { code, detail }] of one.known) {
      if (!known.has(key)) log.warn({ platform: platform.name, code, detail }, 'the chat is mended')
    }
    one.known = known
  }

  return {
    look() {
      const at = now().getTime()
      for (const one of isClosed ? [] : watched) {
        if (underWay.has(one) || at < one.nextAt) continue
        one.nextAt = at + INTERVAL
        const look = lookAt(one)
          .catch(fault => log.error({ platform: one.platform.name, err: fault }, 'a chat could not be looked at'))
          .finally(() => underWay.delete(one))
        underWay.set(one, look)
      }
    },
    async settled() {
      await Promise.all(underWay.values())
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      // Not for platforms that do not answer.
      await Promise.allSettled(reading)
    },
  }
}
