import type { APIButtonComponent } from 'discord.js'
import type { Logger } from 'pino'
import type { MessageKey } from '../../locales/en/index.ts'
import type { Translator, Translators } from '../../locales/translator.ts'
import type { Card, Modal } from '../card.ts'
import type { Answer } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { describeDiscordFault } from './errors.ts'
import type { Form, Forms } from './forms.ts'
import { directId, openId, sureId } from './ids.ts'
import { CUSTOM_ID } from './limits.ts'
import { countPages, renderPage, withValues } from './modal.ts'
import type { Act } from './parse.ts'
import { linkButton, ownButton } from './parts.ts'
import { editCard, type ReadPicture } from './pictures.ts'
import { renderCard } from './render.ts'
import type { Responder } from './responder.ts'
import { wholeCard, wordsOf } from './words.ts'

/** Does in Discord what an answer says. Never throws. */
export interface Perform {
  answer(act: Act, answer: Answer, responder: Responder): Promise<void>
  /** One of our own sentences. */
  say(act: Act, key: MessageKey, responder: Responder): Promise<void>
  /** Asks before a button acts. */
  ask(act: Extract<Act, { kind: 'ask' }>, card: Card | undefined, responder: Responder): Promise<void>
  /** Opens the whole of a card that a message had to fold. */
  show(act: Act, card: Card | undefined, responder: Responder): Promise<void>
  /** Opens a page of a form. */
  open(act: Act, form: Form, page: number, responder: Responder): Promise<void>
  /** Keeps a page that was sent off, and offers the next. */
  turn(act: Act, form: Form, page: number, responder: Responder): Promise<void>
}

export interface PerformOptions {
  readonly client: DiscordClient
  readonly forms: Forms
  readonly translators: Translators
  readonly readPicture: ReadPicture
  readonly log: Logger
}

export function createPerform({ client, forms, translators, readPicture, log }: PerformOptions): Perform {
  /** Around a form, in its own language; else in the one that they use Discord in. */
  const speak = (act: Act, form?: Form) => translators[form?.modal.language ?? form?.language ?? act.locale]

  function reply(text: string, responder: Responder, buttons: readonly APIButtonComponent[] = []): Promise<void> {
    return responder.reply(wordsOf(text, buttons))
  }

  /** A button that opens a form, in a message that one person sees. */
  function opener(t: Translator, modal: string, page: number, label: MessageKey): readonly APIButtonComponent[] {
    const id = openId(modal, page)
    return id.length > CUSTOM_ID ? [] : [ownButton(id, t(label), 'primary')]
  }

  async function open(act: Act, form: Form, page: number, responder: Responder): Promise<void> {
    const t = speak(act, form)
    const rendered = renderPage(withValues(form.modal, form.values), page, t)
    if (rendered === undefined) return reply(t('discord.too-long'), responder)
    await forms.keep(form)
    const isAllowed = responder.isFresh() && act.kind !== 'submission'
    if (isAllowed && (await responder.openModal(rendered))) return
    const text = [form.modal.title, form.modal.intro ?? ''].filter(line => line !== '').join('\n')
    return reply(text, responder, opener(t, form.modal.id, page, 'discord.open-form'))
  }

  /** The form that was sent off. */
  async function formOf(act: Act): Promise<Form | undefined> {
    return act.kind === 'submission' ? forms.find(act.modal, act.origin.user) : undefined
  }

  async function openModal(act: Act, modal: Modal, responder: Responder): Promise<void> {
    const before = await formOf(act)
    const { workspace, user } = act.origin
    const rest = { on: act.on ?? before?.on, language: act.language ?? before?.language, workspace, user }
    return open(act, { modal, values: {}, ...rest }, 0, responder)
  }

  async function update(
    act: Act,
    { card, ephemeral }: Extract<Answer, { kind: 'update' }>,
    responder: Responder,
  ): Promise<void> {
    const form = await formOf(act)
    const on = act.on ?? form?.on
    const language = act.language ?? form?.language ?? act.locale
    if (on === undefined) return reply(ephemeral ?? card[language].header, responder)
    const t = translators[language]
    const isSource = act.source === 'channel' && act.on === on
    const options = {
      t,
      ...(act.direct ? { guild: act.origin.workspace } : {}),
      // Whoever looks for the card by its key must still find it.
      ...(isSource && act.mark !== undefined && act.language !== undefined ? { mark: act.mark } : {}),
    }
    // Images take longer than an answer may.
    const isQuick = isSource && !card[language].elements.some(({ kind }) => kind === 'picture')
    const isDone = isQuick && (await responder.updateSource(renderCard(card[language], options)))
    if (ephemeral !== undefined) await reply(ephemeral, responder)
    else if (!isDone) await responder.done()
    if (isDone) return
    try {
      await editCard(client, readPicture, on, card[language], options)
    } catch (fault) {
      // The outbox brings the same change once more.
      log.warn({ discord: describeDiscordFault(fault) }, 'a card could not be updated at once')
    }
  }

  /** What was typed, for its author to have it whatever happens. */
  function typed(form: Form, t: Translator): string {
    return form.modal.fields
      .filter(({ kind }) => kind === 'text' || kind === 'textarea')
      .map(({ id, label }) => ({ label, value: form.values[id] ?? '' }))
      .filter(({ value }) => value.trim() !== '')
      .map(({ label, value }) => t('discord.typed', { label, value }))
      .join('\n\n')
  }

  async function tellErrors(
    act: Act,
    { errors }: Extract<Answer, { kind: 'errors' }>,
    responder: Responder,
  ): Promise<void> {
    const modal = act.kind === 'submission' ? act.modal : ''
    const form = await formOf(act)
    const t = speak(act, form)
    const labels = new Map(form?.modal.fields.map(({ id, label }) => [id, label]))
    const lines = Object.entries(errors).map(([field, error]) => {
      const label = labels.get(field)
      return label === undefined ? error : t('words.labelled', { label, value: error })
    })
    if (lines.length === 0) return responder.done()
    const rest = form === undefined ? valuesOf(act) : typed(form, t)
    const text = [...lines, ...(rest === '' ? [] : ['', rest])].join('\n')
    return reply(text, responder, opener(t, modal, 0, 'discord.correct'))
  }

  /** The same for a form that is known no more. */
  function valuesOf(act: Act): string {
    const values = act.kind === 'submission' ? Object.values(act.values) : []
    return values.filter(value => value.trim() !== '').join('\n\n')
  }

  return {
    open,
    answer(act, given, responder) {
      switch (given.kind) {
        case 'ack':
          return responder.done()
        case 'ephemeral': {
          const button = given.link && linkButton(given.link.label, given.link.url)
          const words = wordsOf(given.text, button === undefined ? [] : [button])
          const isSecret = given.isSecret === true || given.link !== undefined
          return responder.reply(isSecret ? { ...words, aloud: wordsOf(speak(act)('discord.not-told')) } : words)
        }
        case 'modal':
          return openModal(act, given.modal, responder)
        case 'update':
          return update(act, given, responder)
        case 'errors':
          return tellErrors(act, given, responder)
        default:
          return given satisfies never
      }
    },
    say(act, key, responder) {
      const typedText = act.kind === 'submission' ? valuesOf(act) : ''
      const text = speak(act)(key)
      return reply(typedText === '' ? text : `${text}\n\n${typedText}`, responder)
    },
    ask(act, card, responder) {
      const t = speak(act)
      const buttons = (card?.elements ?? []).flatMap(element => (element.kind === 'buttons' ? element.buttons : []))
      const button = buttons.find(({ id }) => id === act.action)
      const guild = act.direct ? act.origin.workspace : undefined
      const id = directId(guild, sureId(guild === undefined ? act.on?.message : undefined, act.language, act.action))
      const sure = ownButton(id, button?.label ?? t('discord.yes'), button?.style ?? 'danger')
      return reply(button?.confirm ?? t('discord.confirm'), responder, [sure])
    },
    show(act, card, responder) {
      const t = translators[act.language ?? act.locale]
      return reply(card === undefined ? speak(act)('discord.gone') : wholeCard(card, t), responder)
    },
    async turn(act, form, page, responder) {
      const t = speak(act, form)
      await forms.keep(form)
      const pages = countPages(form.modal, t)
      const text = t('discord.step', { title: form.modal.title, page: page + 1, pages })
      const rest = typed(form, t)
      const button = opener(t, form.modal.id, page + 1, 'discord.next')
      return reply(rest === '' ? text : `${text}\n\n${rest}`, responder, button)
    },
  }
}
