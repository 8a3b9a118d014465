import { type Context, Hono } from 'hono'
import type { LocalChannel, LocalMember } from '../../chat/local/store.ts'
import { recall, remember } from './cookies.ts'
import { queryLanguage, requestLanguage } from './language.ts'
import type { LocalAppOptions } from './options.ts'
import { countUnseen, parseSeen } from './seen.ts'
import { buildThreads } from './threads.ts'
import { type ChannelEntry, renderChannel, renderChannels } from './views/channel.ts'
import { renderPage } from './views/layout.ts'
import { type PublicView, renderThreads } from './views/public.ts'
import type { Voice } from './views/words.ts'

/** Messages of a channel on the page, and posts of the public: what somebody scrolls through. */
const MESSAGES_SHOWN = 100
const POSTS_SHOWN = 200

/** The page at `/`, and the parts of it that its script fetches anew. */
export function createPage(options: LocalAppOptions): Hono {
  const { platform, posts, brandHandles, timeZone, translators } = options
  const app = new Hono()

  async function voiceOf(context: Context): Promise<Voice> {
    return { say: translators[requestLanguage(context)], timeZone: await timeZone() }
  }

  async function listChannels(context: Context, channels: readonly LocalChannel[], current: string | undefined) {
    const seen = parseSeen(recall(context, 'seen'))
    return Promise.all(
      channels.map(async (channel): Promise<ChannelEntry> => {
        if (channel.name === current) return { channel, unseen: 0 }
        const messages = await platform.messages(channel.name, MESSAGES_SHOWN)
        return { channel, unseen: countUnseen(messages, seen[channel.name]) }
      }),
    )
  }

  async function loadPublic(): Promise<PublicView> {
    const [latest, handles] = await Promise.all([posts.latest(POSTS_SHOWN), brandHandles()])
    const quoted = latest.flatMap(({ quote }) => quote ?? [])
    const [counts, quotes] = await Promise.all([posts.countsOf(latest.map(({ id }) => id)), posts.findAll(quoted)])
    const byId = new Map(quotes.map(post => [post.id, post]))
    return { threads: buildThreads(latest), brandHandles: handles, counts, quotes: byId }
  }

  function personOf(context: Context, members: readonly LocalMember[]): LocalMember | undefined {
    const remembered = recall(context, 'person')
    return members.find(member => member.id === remembered) ?? members[0]
  }

  /** The channels that the person of the page sees: nobody else's direct messages. */
  async function channelsFor(context: Context): Promise<readonly LocalChannel[]> {
    const [channels, members] = await Promise.all([platform.channels(), platform.members()])
    const person = personOf(context, members)?.id
    return channels.filter(channel => channel.person === undefined || channel.person === person)
  }

  app.get('/', async context => {
    const chosen = queryLanguage(context)
    if (chosen !== undefined) remember(context, 'language', chosen)
    const [channels, members, view] = await Promise.all([channelsFor(context), platform.members(), loadPublic()])
    const channel = channels.find(({ name }) => name === context.req.query('channel')) ?? channels[0]
    const messages = channel === undefined ? [] : await platform.messages(channel.name, MESSAGES_SHOWN)
    const entries = await listChannels(context, channels, channel?.name)
    const page = {
      team: { entries, channel, messages },
      public: view,
      members,
      person: personOf(context, members),
      brand: channel?.brand,
    }
    return context.html(renderPage(page, await voiceOf(context)))
  })

  app.get('/local/page/channels', async context => {
    const current = context.req.query('channel') ?? ''
    const entries = await listChannels(context, await channelsFor(context), current)
    return context.html(renderChannels(entries, current, translators[requestLanguage(context)]))
  })

  app.get('/local/page/channels/:name', async (context, next) => {
    const channels = await channelsFor(context)
    const channel = channels.find(({ name }) => name === context.req.param('name'))
    if (channel === undefined) return next()
    const messages = await platform.messages(channel.name, MESSAGES_SHOWN)
    return context.html(renderChannel(channel, messages, await voiceOf(context)))
  })

  app.get('/local/page/posts', async context => context.html(renderThreads(await loadPublic(), await voiceOf(context))))
  return app
}
