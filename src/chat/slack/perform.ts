import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { LANGUAGES, type Language, type Localised } from '../../domain/language.ts'
import type { MessageKey } from '../../locales/en/index.ts'
import type { Translator, Translators, Values } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import type { Answer, AnswerLink, Home } from '../platform.ts'
import type { Act } from './act.ts'
import { chatErrorOf, describeSlackFault, isTokenError, slackErrorName } from './errors.ts'
import { FILES_RIGHT } from './files.ts'
import type { IdentityKeeper } from './identity.ts'
import { renderModal, renderNotice, renderWholeCard } from './modal.ts'
import { send } from './send.ts'
import { type Speech, type Words, wordsOf, wordsWithCommand, wordsWithLink } from './speech.ts'
import { errorsByBlock } from './values.ts'

/** Takes the acknowledgement, with what Slack shows at once. */
export type Acknowledge = (body?: Readonly<Record<string, unknown>>) => Promise<void>

/** Errors of a trigger that is older than three seconds, or was used: docs.slack.dev/reference/methods/views.open. */
const EXPIRED: ReadonlySet<string> = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
  'invalid_trigger_id',
])

/** Sentences that are said without an answer of the handlers'. */
type Said = 'slack.not-done' | 'slack.token-refused' | 'slack.still-working' | 'slack.organisation' | 'slack.unreadable'

/** Does in Slack what an answer says. Never throws but for `Acknowledge` in `refuse`. */
export interface Perform {
  /** Without `acknowledge` Slack has been answered already, and the person hears the rest in another way. */
  answer(act: Act, answer: Answer, acknowledge?: Acknowledge): Promise<void>
  /** Says in one of our own sentences how it stands, and acknowledges with it. */
  say(act: Act, key: Said, acknowledge: Acknowledge): Promise<void>
  /** Opens the whole of a card that a message had to fold. */
  show(act: Extract<Act, { kind: 'show' }>, card: Card | undefined): Promise<void>
  publishHome(user: string, home: Home): Promise<void>
}

type Command = Extract<Act, { kind: 'command' }>
type Opening = Extract<Answer, { kind: 'modal' }>

export interface PerformOptions {
  readonly client: WebClient
  readonly identity: IdentityKeeper
  readonly speech: Speech
  readonly translators: Translators
  readonly log: Logger
}

export function createPerform({ client, identity, speech, translators, log }: PerformOptions): Perform {
  /** In the language of what they see; in all of them where that is not known. */
  function sentence(act: Act, key: MessageKey, values: Values = {}): string {
    if (act.language !== undefined) return translators[act.language](key, values)
    return LANGUAGES.map(language => translators[language](key, values)).join('\n')
  }

  function languageOf(act: Act): Language {
    return act.language ?? 'en'
  }

  /** Acknowledges with something to show; if that is too late or the connection is gone, shows it otherwise. */
  async function carry(
    acknowledge: Acknowledge | undefined,
    body: Readonly<Record<string, unknown>> | undefined,
    otherwise: () => Promise<void>,
  ): Promise<void> {
    if (acknowledge === undefined) return otherwise()
    try {
      await acknowledge(body)
    } catch (fault) {
      log.warn({ err: fault }, 'an acknowledgement did not reach Slack')
      await otherwise()
    }
  }

  function release(acknowledge: Acknowledge | undefined): Promise<void> {
    return carry(acknowledge, undefined, async () => {})
  }

  async function tellWords(act: Act, words: Words, acknowledge: Acknowledge | undefined): Promise<void> {
    const otherwise = () => speech.tell(act, words)
    if (act.isShownAcknowledgement) return carry(acknowledge, { response_type: 'ephemeral', ...words }, otherwise)
    await release(acknowledge)
    await otherwise()
  }

  async function tell(act: Act, text: string, acknowledge: Acknowledge | undefined, link?: AnswerLink): Promise<void> {
    const words = link === undefined ? wordsOf(text) : wordsWithLink(text, link)
    // What a form leaves behind shows words, and nothing to press.
    const isTold = act.kind !== 'submission' || act.origin.channel !== '' || link !== undefined
    if (isTold) return tellWords(act, words, acknowledge)
    const t = translators[languageOf(act)]
    const view = renderNotice(t('slack.notice'), text, t)
    await carry(acknowledge, { response_action: 'update', view }, () => speech.tell(act, wordsOf(text)))
  }

  function whyNotOpened(act: Act, fault: unknown): string {
    if (isTokenError(fault)) return sentence(act, 'slack.token-refused')
    const error = describeSlackFault(fault)
    if (EXPIRED.has(error)) return sentence(act, 'slack.too-late')
    const isRefused = chatErrorOf(fault, 'repeatable', new Date(0)).fault.kind === 'refused'
    return isRefused ? sentence(act, 'slack.form-refused', { error }) : sentence(act, 'slack.form-not-opened')
  }

  async function openView(act: Act, view: ModalView, done = ''): Promise<void> {
    try {
      await client.views.open({ trigger_id: act.trigger, view })
    } catch (fault) {
      log.warn({ err: fault, slack: slackErrorName(fault) }, 'a form could not be opened')
      await speech.tell(act, wordsOf(`${done}\n${whyNotOpened(act, fault)}`))
    }
  }

  /** Slack refuses a form that asks for files if the app may not read them. */
  async function mayReadFiles(): Promise<boolean> {
    const { scopes } = await identity.get()
    return scopes === undefined || scopes.includes(FILES_RIGHT)
  }

  async function openModal(act: Act, given: Opening, acknowledge: Acknowledge | undefined): Promise<void> {
    const { modal } = given
    const t = translators[modal.language ?? languageOf(act)]
    const on = 'on' in act ? act.on : undefined
    const place = {
      channel: act.origin.channel,
      ...(on === undefined ? {} : { message: on.message }),
      ...(act.language === undefined ? {} : { language: act.language }),
    }
    const asksForFiles = modal.fields.some(({ kind }) => kind === 'files')
    const view = renderModal(modal, place, t, { files: !asksForFiles || (await mayReadFiles()) })
    if (view === undefined) return tell(act, sentence(act, 'slack.too-long'), acknowledge)
    if (act.kind === 'submission') {
      const late = () => speech.tell(act, wordsOf(sentence(act, 'slack.too-late')))
      return carry(acknowledge, { response_action: 'update', view }, late)
    }
    if (act.kind === 'command' && act.trigger === '') return offer(act, given, t, acknowledge)
    await release(acknowledge)
    await openView(act, view, given.done?.text)
  }

  /** A button that runs the command once more, or what is left to be done of it, with the click that Slack wants. */
  function offer(act: Command, given: Opening, t: Translator, acknowledge: Acknowledge | undefined): Promise<void> {
    const text = `${given.done?.text ?? ''}\n${sentence(act, 'slack.needs-click')}`
    const next = given.done === undefined ? act : { text: given.done.next, files: [] }
    return tellWords(act, wordsWithCommand(text, t('slack.open-form'), next), acknowledge)
  }

  async function update(act: Act, card: Localised<Card>): Promise<void> {
    const on = 'on' in act ? act.on : undefined
    if (on === undefined) return
    const t = translators[languageOf(act)]
    try {
      await send(card[t.language], t, message =>
        client.chat.update({ channel: on.channel, ts: on.message, ...message }),
      )
    } catch (fault) {
      // The outbox brings the same change once more.
      log.warn({ err: fault, slack: slackErrorName(fault) }, 'a card could not be updated at once')
    }
  }

  async function answer(act: Act, given: Answer, acknowledge?: Acknowledge): Promise<void> {
    switch (given.kind) {
      case 'ack':
        return release(acknowledge)
      case 'ephemeral':
        return tell(act, given.text, acknowledge, given.link)
      case 'modal':
        return openModal(act, given, acknowledge)
      case 'update':
        if (act.kind === 'command') {
          return tell(act, given.ephemeral ?? given.card[languageOf(act)].header, acknowledge)
        }
        await release(acknowledge)
        await update(act, given.card)
        if (given.ephemeral !== undefined) await tell(act, given.ephemeral, undefined)
        return
      case 'errors': {
        const errors = act.kind === 'submission' ? errorsByBlock(given.errors, act.inputs) : undefined
        const text = Object.values(given.errors).join('\n')
        if (errors === undefined) return text === '' ? release(acknowledge) : tell(act, text, acknowledge)
        return carry(acknowledge, { response_action: 'errors', errors }, () => speech.tell(act, wordsOf(text)))
      }
      default:
        return given satisfies never
    }
  }

  return {
    answer,
    async say(act, key, acknowledge) {
      if (act.kind !== 'submission') return tell(act, sentence(act, key), acknowledge)
      // The form stays open with what was typed in it; its reference lets nothing be done twice.
      const text = sentence(act, key === 'slack.still-working' ? 'slack.send-again' : key)
      const fields = act.unread.length === 0 ? [''] : act.unread
      await answer(act, { kind: 'errors', errors: Object.fromEntries(fields.map(id => [id, text])) }, acknowledge)
    },
    async show(act, card) {
      const t = translators[languageOf(act)]
      if (card === undefined) return speech.tell(act, wordsOf(sentence(act, 'slack.gone')))
      await openView(act, renderWholeCard(card, t))
    },
    async publishHome(user, { card, language }) {
      const t = translators[language]
      await send(card, t, ({ blocks }) => client.views.publish({ user_id: user, view: { type: 'home', blocks } }))
    },
  }
}
