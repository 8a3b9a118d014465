import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { LANGUAGES } from '../../domain/language.ts'
import { answerAsMarkup } from './answers.ts'
import { recall, remember } from './cookies.ts'
import { readJson } from './json.ts'
import { requestLanguage } from './language.ts'
import type { LocalAppOptions } from './options.ts'
import { parseSeen, withSeen } from './seen.ts'

const acting = z.object({ user: z.string() })
const languageChoice = z.object({ language: z.enum(LANGUAGES), user: z.string().optional() })
const seenChoice = z.object({ channel: z.string(), at: z.number() })

/** What the page's script sends: the same acts as a program's, answered with markup, and what the browser remembers. */
export function createPageActions({ platform, translators }: LocalAppOptions): Hono {
  const app = new Hono()

  function malformed(context: Context): Response {
    return context.json({ error: translators[requestLanguage(context)]('page.problem.malformed') }, 400)
  }

  /** Whoever acts on the page is answered in the language of the page. */
  async function readActing(context: Context): Promise<unknown> {
    const input = await readJson(context)
    const user = acting.safeParse(input).data?.user
    const member = (await platform.members()).find(({ id }) => id === user)
    const language = requestLanguage(context)
    if (member !== undefined && member.language !== language) await platform.setLanguage(member.id, language)
    return input
  }

  app.post('/commands', async context =>
    answerAsMarkup(context, await platform.perform.command(await readActing(context)), translators),
  )
  app.post('/actions', async context =>
    answerAsMarkup(context, await platform.perform.action(await readActing(context)), translators),
  )
  app.post('/modals/:id', async context => {
    const input = await readActing(context)
    return answerAsMarkup(context, await platform.perform.submit(context.req.param('id'), input), translators)
  })

  app.post('/language', async context => {
    const choice = languageChoice.safeParse(await readJson(context))
    if (!choice.success) return malformed(context)
    const { language, user } = choice.data
    remember(context, 'language', language)
    const members = await platform.members()
    if (user !== undefined && members.some(({ id }) => id === user)) await platform.setLanguage(user, language)
    return context.json({ ack: true })
  })

  app.post('/person', async context => {
    const choice = acting.safeParse(await readJson(context))
    const members = await platform.members()
    const person = members.find(({ id }) => id === choice.data?.user)
    if (person === undefined) return malformed(context)
    remember(context, 'person', person.id)
    return context.json({ ack: true })
  })

  app.post('/seen', async context => {
    const choice = seenChoice.safeParse(await readJson(context))
    if (!choice.success) return malformed(context)
    const channels = (await platform.channels()).map(({ name }) => name)
    const seen = withSeen(parseSeen(recall(context, 'seen')), choice.data.channel, choice.data.at, channels)
    remember(context, 'seen', JSON.stringify(seen))
    return context.json({ ack: true })
  })
  return app
}
