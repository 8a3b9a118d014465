import {
  type APIContainerComponent,
  RESTJSONErrorCodes as Code,
  ComponentType,
  MessageFlags,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js'
import type { Translator } from '../../locales/translator.ts'
import type { Note, NoteLine } from '../card.ts'
import type { DiscordClient } from './client.ts'
import { discordCode } from './errors.ts'
import type { Mark } from './ids.ts'
import { MESSAGE_TEXT, URL_LENGTH } from './limits.ts'
import { escapedWithin, escapeMarkup, linked, small, timestamp, withMoments } from './markup.ts'
import { textDisplay } from './parts.ts'
import { QUIET } from './render.ts'

/** Ours: lines of one note at most; of more, the last are shown. */
const LINES = 30
/** Characters of a line's words: as many as there is room for. */
const SHORTEST = 60
const LIMITS = [600, 200, SHORTEST]
/** Milliseconds after which Discord's own time of the message no longer says when it was. */
const LATE = 60_000
/** Name of a thread: discord.com/developers/docs/resources/channel#start-thread-from-message. */
const THREAD_NAME = 100

function lineText(line: NoteLine, isTimed: boolean, limit: number): string {
  const timed = withMoments(line.runs)?.trim()
  const words = timed !== undefined && timed.length <= limit ? timed : escapedWithin(line.text.trim(), limit)
  const time = isTimed ? timestamp(line) : undefined
  return [
    ...(time === undefined ? [] : [time]),
    words.replaceAll(/\s*\n\s*/g, ' '),
    ...line.links.flatMap(({ label, url }) => linked(label, url, URL_LENGTH) ?? []),
  ].join(' ')
}

/**
 * A note as small print in a thread. A line says when it was where the message's own time does not: when it comes late,
 * or together with others.
 */
export function renderNote(note: Note, t: Translator, mark: Mark, now: Date) {
  const lines = note.lines.slice(-LINES)
  const isTimed = lines.length > 1 || lines.some(line => now.getTime() - Date.parse(line.at) > LATE)
  const print = (line: string) => small(line === '' ? '…' : line)
  const compose = (shown: readonly NoteLine[], limit: number) => {
    const left = note.lines.length - shown.length
    const more = left === 0 ? [] : [escapeMarkup(t('history.earlier', { count: left }))]
    return [...more, ...shown.map(line => lineText(line, isTimed, limit))].map(print).join('\n')
  }
  // Links are long: where not all lines have room, the earliest are left out whole, since half a link is another one.
  const tries = [
    ...LIMITS.map(limit => compose(lines, limit)),
    ...lines.map((_, index) => compose(lines.slice(index + 1), SHORTEST)),
  ]
  const content = tries.find(text => text.length <= MESSAGE_TEXT) ?? ''
  const container: APIContainerComponent = {
    type: ComponentType.Container,
    id: mark.container,
    components: [textDisplay(content, mark.header)],
  }
  return {
    flags: MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications,
    components: [container],
    allowed_mentions: QUIET,
  }
}

/** Threads that are remembered as there. */
const MOST = 1_000

/**
 * Threads below messages: each has its message's own id. They close themselves after an hour, and open with the next note:
 * a server has a thousand open ones at most (support.discord.com, "Threads FAQ"). Throws what the client throws.
 */
export interface Threads {
  /** Begins one, if it is not known to be there. */
  open(channel: string, message: string, t: Translator): Promise<void>
  /** It may be gone. */
  forget(message: string): void
}

export function createThreads(client: DiscordClient): Threads {
  const known = new Set<string>()
  return {
    async open(channel, message, t) {
      if (known.has(message)) return
      const name = t('history.title').slice(0, THREAD_NAME)
      try {
        const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.OneHour }
        await client.send('POST', Routes.threads(channel, message), { body })
      } catch (fault) {
        if (discordCode(fault) !== Code.ThreadAlreadyCreatedForMessage) throw fault
      }
      known.add(message)
      const [oldest] = known
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    },
    forget: message => void known.delete(message),
  }
}
