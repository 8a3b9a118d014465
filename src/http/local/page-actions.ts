import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { LocalMember } from '../../chat/local/store.ts'
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

  async function findActing(input: unknown): Promise<LocalMember | undefined> {
    const user = acting.safeParse(input).data?.user
    return (await platform.members()).find(({ id }) => id === user)
  }

  /** Whoever acts on the page is answered in the language of the page. */
  async function readActing(context: Context): Promise<unknown> {
    const input = await readJson(context)
    const member = await findActing(input)
    const language = requestLanguage(context)
    if (member !== undefined && member.language !== language) await platform.setLanguage(member.id, language)
    return input
  }

  /** A command may have changed the person's language; the page then follows, and its script is told by the header. */
  async function followLanguage(context: Context, input: unknown): Promise<void> {
    const language = (await findActing(input))?.language
    if (language == null || language === requestLanguage(context)) return
    remember(context, 'language', language)
    context.header('Content-Language', language)
  }

  app.post('/commands', async context => {
    const input = await readActing(context)
    const outcome = await platform.perform.command(input)
    await followLanguage(context, input)
    return answerAsMarkup(context, outcome, translators)
  })
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
    const person = await findActing(await readJson(context))
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
