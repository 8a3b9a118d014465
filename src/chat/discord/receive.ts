import type { Logger } from 'pino'
import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import type { Suggestion } from '../commands.ts'
import type { EventInbox } from '../event-inbox.ts'
import type { Answer, ChatHandlers } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import type { Forms } from './forms.ts'
import { ANSWER_LIMIT, CHOICE_NAME, CHOICE_VALUE, COMMAND_CHOICES, PATIENCE } from './limits.ts'
import { countPages } from './modal.ts'
import { type Act, type Commands, parseInteraction } from './parse.ts'
import { plain } from './parts.ts'
import type { People } from './people.ts'
import type { Perform } from './perform.ts'
import { createResponder, type Responder } from './responder.ts'
import type { Speech } from './speech.ts'

/** Where a card is, as the outbox remembers it. */
export interface Place {
  readonly workspace: string
  readonly channel: string
  readonly message: string
}

export interface ReceiveOptions {
  readonly client: DiscordClient
  readonly commands: Commands
  readonly inbox: EventInbox
  readonly people: People
  readonly forms: Forms
  readonly perform: Perform
  readonly speech: Speech
  readonly translators: Translators
  readonly handlers: () => ChatHandlers | undefined
  /** The card that a message of ours shows, whole; undefined if it is none any more. */
  readonly readCard: (place: Place) => Promise<Localised<Card> | undefined>
  readonly log: Logger
  readonly now: () => Date
  /** Milliseconds; for tests. */
  readonly patience?: number
}

export interface Receive {
  /** Takes one interaction. Whoever acted is answered in time, truthfully: an id that is not committed is not acted on. */
  (body: unknown): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

const LATE = Symbol('late')
/** Milliseconds before the limit from which an act is no longer taken for new. */
const MARGIN = 500

/** A modal's reference less what tells it from the next one: pressed, it opens the same form. */
function withoutNonce(modal: string): string {
  return modal.split(':').slice(0, 3).join(':')
}

/** What Discord offers while somebody types; the public's words in it are plain text there. */
function choicesOf(suggestions: readonly Suggestion[]) {
  const fitting = suggestions.filter(({ value }) => value !== '' && value.length <= CHOICE_VALUE)
  return fitting.slice(0, COMMAND_CHOICES).map(({ value, label }) => ({ name: plain(label, CHOICE_NAME), value }))
}

/** Milliseconds at which Discord's ids begin: discord.com/developers/docs/reference#snowflakes. */
const EPOCH = 1_420_070_400_000

/** Whether an interaction may be too old to be answered; the clocks may differ, so that Discord must be asked. */
function isOld(id: string, now: Date): boolean {
  return now.getTime() - (Number(BigInt(id) >> 22n) + EPOCH) > ANSWER_LIMIT - MARGIN
}

/** Ids of interactions are Discord's numbers. */
function inboxId({ id }: Act): string {
  return `interaction ${id}`
}

export function createReceive(options: ReceiveOptions): Receive {
  const {
    client,
    commands,
    inbox,
    people,
    forms,
    perform,
    speech,
    translators,
    handlers,
    readCard,
    log,
    now,
    patience = PATIENCE,
  } = options
  const underWay = new Set<Promise<unknown>>()

  /** Cards for one person are kept under their id; they see them in a conversation that has one of its own. */
  async function findCard({ origin, on, direct }: Act): Promise<Localised<Card> | undefined> {
    if (on === undefined) return undefined
    const { workspace, user } = origin
    const card = await readCard({ workspace, ...on })
    return card ?? (direct ? readCard({ workspace, channel: user, message: on.message }) : undefined)
  }

  /** A page of a form: the last one brings the whole of it to the handlers. */
  async function submit(
    act: Extract<Act, { kind: 'submission' }>,
    team: ChatHandlers,
    responder: Responder,
  ): Promise<Answer | undefined> {
    const form = forms.find(act.modal)
    if (form === undefined) {
      if (act.isWhole) return team.submit(act.origin, act.modal, act.values)
      await perform.say(act, 'discord.form-gone', responder)
      return undefined
    }
    const filled = { ...form, values: { ...form.values, ...act.values } }
    forms.keep(filled)
    const t = translators[form.modal.language ?? form.language ?? act.locale]
    if (!act.isWhole && act.page + 1 < countPages(form.modal, t)) {
      await perform.turn(act, filled, act.page, responder)
      return undefined
    }
    return team.submit(act.origin, act.modal, filled.values)
  }

  /** Does it; what is to be told is answered by whoever waits for it. Undefined: it was told already. */
  async function handle(act: Act, responder: Responder): Promise<Answer | undefined> {
    const team = handlers()
    if (team === undefined) return { kind: 'ack' }
    switch (act.kind) {
      case 'command':
        return act.files === undefined
          ? team.command(act.origin, act.text)
          : team.command(act.origin, act.text, act.files)
      case 'action':
        return team.action(act.origin, act.action, act.value)
      case 'submission':
        return submit(act, team, responder)
      case 'open': {
        const form = forms.find(act.modal)
        if (form === undefined) return team.action(act.origin, withoutNonce(act.modal))
        await perform.open(act, form, act.page, responder)
        return undefined
      }
      case 'ask': {
        const card = await findCard(act)
        await perform.ask(act, card?.[act.language ?? act.locale], responder)
        return undefined
      }
      case 'show': {
        const card = await findCard(act)
        await perform.show(act, card?.[act.language ?? act.locale], responder)
        return undefined
      }
      case 'complete': {
        const { origin, command, option, text } = act
        await responder.suggest(choicesOf((await team.suggest?.(origin, command, option, text)) ?? []))
        return undefined
      }
      default:
        return act satisfies never
    }
  }

  /** To read the same again does no harm, and needs no row. */
  function isHarmless({ kind }: Act): boolean {
    return kind === 'show' || kind === 'ask' || kind === 'open' || kind === 'complete'
  }

  async function run(act: Act, deadline: Promise<typeof LATE>, responder: Responder): Promise<void> {
    const work = handle(act, responder)
    const first = await Promise.race([work, deadline])
    if (first === LATE) await (act.kind === 'complete' ? responder.suggest([]) : responder.defer())
    const answer = await work
    if (answer !== undefined) await perform.answer(act, answer, responder)
  }

  async function finish(act: Act): Promise<void> {
    if (isHarmless(act)) return
    // Should it be brought again, versions and references see to it that nothing is done twice.
    await inbox.finish(inboxId(act)).catch(fault => log.warn({ err: fault }, 'an act is not marked as done'))
  }

  async function refuse(act: Act, reason: string, responder: Responder): Promise<void> {
    log.warn({ act: act.kind, reason }, 'something from Discord was not taken')
    await (act.kind === 'complete' ? responder.suggest([]) : perform.say(act, 'discord.not-done', responder))
  }

  async function take(act: Act, responder: Responder): Promise<void> {
    if (act.origin.workspace === '' && act.kind === 'complete') return responder.suggest([])
    if (act.origin.workspace === '') return perform.say(act, 'discord.no-server', responder)
    // Brought late, as after a lost connection: Discord may have told the person that it failed, and so it must.
    if (act.kind !== 'complete' && isOld(act.id, now())) {
      await responder.defer()
      if (responder.isDeaf())
        return log.warn({ act: act.kind }, 'something from Discord came too late, and was not done')
    }
    if (act.member !== undefined) people.met(act.origin.workspace, act.member)
    const { promise: deadline, resolve } = Promise.withResolvers<typeof LATE>()
    const timer = setTimeout(() => resolve(LATE), patience)
    try {
      const admission = isHarmless(act) ? Promise.resolve(true) : inbox.accept(inboxId(act))
      const first = await Promise.race([admission, deadline])
      // A person who was told that nothing was done must be right: whatever is committed later is not acted on.
      if (first === LATE) {
        void admission.then(isOurs => (isOurs ? finish(act) : undefined)).catch(() => {})
        return await refuse(act, 'its id is not committed in time', responder)
      }
      // Another delivery of it, or another process, does it and answers.
      if (first) await run(act, deadline, responder).finally(() => finish(act))
    } finally {
      clearTimeout(timer)
    }
  }

  function receive(body: unknown): void {
    const act = parseInteraction(body, commands)
    if (act === undefined) return
    speech.heard(act)
    const responder = createResponder(client, act, speech, log)
    const work = take(act, responder)
      .catch(async fault => {
        log.error({ err: fault, act: act.kind }, 'something from Discord failed')
        await refuse(act, 'a fault', responder)
      })
      .catch(fault => log.error({ err: fault }, 'something from Discord failed'))
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }

  return Object.assign(receive, {
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  })
}
