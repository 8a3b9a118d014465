import type { Language } from '../../domain/language.ts'
import type { Modal } from '../card.ts'

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
}

/**
 * Forms by their modal's id, in memory: Discord opens none in answer to another, shows five fields at a time and no
 * error beside one, and so a form goes on in several steps. One that is forgotten (a restart, another process) opens
 * anew, without what was typed; what was typed has been said to its author until then.
 */
export interface Forms {
  keep(form: Form): void
  find(modal: string): Form | undefined
  forget(modal: string): void
}

/** Milliseconds for which a form is remembered, and how many at a time. */
const MEMORY = 60 * 60_000
const MOST = 1_000

export function createForms(now: () => Date): Forms {
  const kept = new Map<string, { readonly form: Form; readonly until: number }>()
  return {
    keep(form) {
      kept.delete(form.modal.id)
      kept.set(form.modal.id, { form, until: now().getTime() + MEMORY })
      const [oldest] = kept.keys()
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
    },
    find(modal) {
      const found = kept.get(modal)
      if (found === undefined || now().getTime() < found.until) return found?.form
      kept.delete(modal)
      return undefined
    },
    forget: modal => void kept.delete(modal),
  }
}
