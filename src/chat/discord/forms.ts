import type { Json } from '../../domain/json.ts'
import type { Language } from '../../domain/language.ts'
import type { Modal } from '../card.ts'
import type { Keeper } from '../keeper.ts'

/** The message of ours that somebody acted on. */
export interface OnMessage {
  readonly channel: string
  readonly message: string
}

/** A form that somebody has in front of them, or may open with a button. */
export interface Form {
  readonly modal: Modal
  /** What was typed so far, by field id; a page that was not sent yet is not in it. */
  readonly values: Readonly<Record<string, string>>
  readonly on: OnMessage | undefined
  /** In which the card is written that the form came from. */
  readonly language: Language | undefined
  /** The server that it is about: Discord does not tell it for what is done in direct messages. */
  readonly workspace: string
  /** Whose form it is. What opens it may stand where others press it too. */
  readonly user: string
}

/**
 * Forms by their modal's id: Discord opens none in answer to another, shows five fields at a time and no error beside one,
 * and so a form goes on in several steps, which may be of different processes. One that is no longer kept opens anew,
 * without what was typed; what was typed has been said to its author until then.
 */
export interface Forms {
  keep(form: Form): Promise<void>
  /** Undefined also for somebody else's. */
  find(modal: string, user: string): Promise<Form | undefined>
  forget(modal: string): Promise<void>
}

/** Milliseconds for which a form is kept: a working day, and the evening. */
const LIFE = 16 * 3_600_000

/** Of what is kept; a form of another version is not understood. */
const SHAPE = 2

function nameOf(modal: string): string {
  return `form ${modal}`
}

export function createForms(keeper: Keeper, now: () => Date): Forms {
  return {
    async keep(form) {
      // Forms are plain data: what is undefined is left out, and undefined again.
      const value: Json = JSON.parse(JSON.stringify({ shape: SHAPE, form }))
      await keeper.keep(nameOf(form.modal.id), value, new Date(now().getTime() + LIFE))
    },
    async find(modal, user) {
      const kept = (await keeper.find(nameOf(modal))) as { readonly shape?: number; readonly form?: Form } | undefined
      return kept?.shape === SHAPE && kept.form?.user === user ? kept.form : undefined
    },
    forget: modal => keeper.forget(nameOf(modal)),
  }
}
