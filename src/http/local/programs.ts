import { type Context, Hono } from 'hono'
import { cardActions, mediaPath } from '../../chat/local/render.ts'
import type { LocalMessage } from '../../chat/local/store.ts'
import type { Language } from '../../domain/language.ts'
import type { LocalPost } from '../../networks/local/store.ts'
import { answerAsJson } from './answers.ts'
import { readJson } from './json.ts'
import { queryLanguage, requestLanguage } from './language.ts'
import type { LocalAppOptions } from './options.ts'
import { likeAsVisitor, postAsVisitor } from './posts.ts'
import { explainPostProblem } from './problems.ts'

/** Rows of one list, at most and unless asked for otherwise. */
const MAXIMUM_LIMIT = 5_000
const DEFAULT_LIMIT = 1_000

function limitOf(context: Context): number {
  const asked = Number(context.req.query('limit') ?? DEFAULT_LIMIT)
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, MAXIMUM_LIMIT) : DEFAULT_LIMIT
}

function toMessage(message: LocalMessage, language: Language) {
  const card = message.card[language]
  const history = message.notes.flatMap(({ note }) => note[language].lines.map(({ at, text }) => ({ at, text })))
  return { id: message.id, card, actions: cardActions(card), history, at: message.at, updatedAt: message.updatedAt }
}

function toPost({ media, ...post }: LocalPost) {
  return { ...post, media: media.map(({ hash, ...one }) => ({ ...one, url: mediaPath(hash) })) }
}

/** The interface for programs: the same workspace and the same public as on the page, as JSON. */
export function createPrograms({ platform, posts, brandHandles, translators }: LocalAppOptions): Hono {
  const app = new Hono()

  app.get('/posts', async context => context.json((await posts.latest(limitOf(context))).map(toPost)))

  app.post('/posts', async context => {
    const outcome = await postAsVisitor(await readJson(context), posts, await brandHandles())
    if (outcome.kind === 'posted') return context.json(toPost(outcome.post), 201)
    const { status, ...body } = explainPostProblem(outcome.problem, translators[requestLanguage(context)])
    return context.json(body, status)
  })

  app.post('/posts/:id/like', async context => {
    const outcome = await likeAsVisitor(context.req.param('id'), await readJson(context), posts, await brandHandles())
    if (outcome.kind !== 'refused') return context.json({ liked: outcome.kind === 'liked' })
    const { status, ...body } = explainPostProblem(outcome.problem, translators[requestLanguage(context)])
    return context.json(body, status)
  })

  app.get('/members', async context => {
    const members = await platform.members()
    return context.json(members.map(({ id, name, roles }) => ({ id, name, roles })))
  })

  app.get('/channels', async context => context.json(await platform.channels()))

  app.get('/channels/:name/messages', async context => {
    const channels = await platform.channels()
    const channel = channels.find(({ name }) => name === context.req.param('name'))
    if (channel === undefined) {
      return context.json({ error: translators[requestLanguage(context)]('page.problem.unknown-channel') }, 404)
    }
    const language = queryLanguage(context) ?? channel.language
    const messages = await platform.messages(channel.name, limitOf(context))
    return context.json(messages.map(message => toMessage(message, language)))
  })

  app.post('/commands', async context =>
    answerAsJson(context, await platform.perform.command(await readJson(context)), translators),
  )
  app.post('/actions', async context =>
    answerAsJson(context, await platform.perform.action(await readJson(context)), translators),
  )
  app.post('/modals/:id', async context =>
    answerAsJson(context, await platform.perform.submit(context.req.param('id'), await readJson(context)), translators),
  )
  return app
}
