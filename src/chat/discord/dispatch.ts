import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import type { Suggestion } from '../commands.ts'
import type { Answer, ChatHandlers } from '../platform.ts'
import type { Files } from './files.ts'
import type { Forms } from './forms.ts'
import { CHOICE_NAME, CHOICE_VALUE, COMMAND_CHOICES } from './limits.ts'
import { countPages } from './modal.ts'
import type { Act } from './parse.ts'
import { plain } from './parts.ts'
import type { Perform } from './perform.ts'
import type { Responder } from './responder.ts'

/** Where a card is, as the outbox remembers it. */
export interface Place {
  readonly workspace: string
  readonly channel: string
  readonly message: string
}

export interface DispatchOptions {
  readonly forms: Forms
  readonly files: Files
  readonly perform: Perform
  readonly translators: Translators
  readonly handlers: () => ChatHandlers | undefined
  /** The card that a message of ours shows, whole; undefined if it is none any more. */
  readonly readCard: (place: Place) => Promise<Localised<Card> | undefined>
}

/** Does what somebody wants. What is to be told is answered by whoever waits for it; undefined: it was told already. */
export type Dispatch = (act: Act, responder: Responder) => Promise<Answer | undefined>

/** A modal's reference less what tells it from the next one: pressed, it opens the same form. */
function withoutNonce(modal: string): string {
  return modal.split(':').slice(0, 3).join(':')
}

/** What Discord offers while somebody types; the public's words in it are plain text there. */
function choicesOf(suggestions: readonly Suggestion[]) {
  const fitting = suggestions.filter(({ value }) => value !== '' && value.length <= CHOICE_VALUE)
  return fitting.slice(0, COMMAND_CHOICES).map(({ value, label }) => ({ name: plain(label, CHOICE_NAME), value }))
}

export function createDispatch({ forms, files, perform, translators, handlers, readCard }: DispatchOptions): Dispatch {
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
    const form = await forms.find(act.modal, act.origin.user)
    if (form === undefined) {
      if (act.isWhole) return team.submit(act.origin, act.modal, act.values)
      await perform.say(act, 'discord.form-gone', responder)
      return undefined
    }
    const filled = { ...form, values: { ...form.values, ...act.values } }
    await forms.keep(filled)
    const t = translators[form.modal.language ?? form.language ?? act.locale]
    if (!act.isWhole && act.page + 1 < countPages(form.modal, t)) {
      await perform.turn(act, filled, act.page, responder)
      return undefined
    }
    return team.submit(act.origin, act.modal, filled.values)
  }

  return async function dispatch(act, responder) {
    const team = handlers()
    if (team === undefined) return { kind: 'ack' }
    switch (act.kind) {
      case 'command':
        await files.keep(act.attachments)
        return act.files === undefined
          ? team.command(act.origin, act.text)
          : team.command(act.origin, act.text, act.files)
      case 'action':
        return team.action(act.origin, act.action, act.value)
      case 'submission':
        await files.keep(act.attachments)
        return submit(act, team, responder)
      case 'open': {
        const form = await forms.find(act.modal, act.origin.user)
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
}
