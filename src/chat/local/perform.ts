import type { Language } from '../../domain/language.ts'
import { parseReference } from '../../domain/reference.ts'
import type { Card } from '../card.ts'
import type { Answer, ChatHandlers, Origin } from '../platform.ts'
import { withChoices } from './choices.ts'
import { isMessageId, type ParseProblem, parseAction, parseCommand, parseSubmit } from './parse.ts'
import { LOCAL_WORKSPACE, type LocalChannel, type LocalMember, type LocalWorkspaceStore } from './store.ts'

/** Why something a person or a program tried never reached the handlers. */
export type Problem =
  | ParseProblem
  | { readonly kind: 'unknown-channel' }
  | { readonly kind: 'unknown-user' }
  | { readonly kind: 'unknown-message' }
  | { readonly kind: 'unknown-action' }
  | { readonly kind: 'unknown-option' }
  | { readonly kind: 'unknown-modal' }

export type Outcome =
  /** `language` is the one the person reads, or else the channel's. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly language: Language }
  | { readonly kind: 'refused'; readonly problem: Problem }

/**
 * What people and programs do in the local workspace. The input is whatever came in: it is checked here, and refused
 * as a value. Throws `ChatError` while the workspace is not started, and what the handlers throw.
 */
export interface Perform {
  /** Input: `CommandInput`. */
  command(input: unknown): Promise<Outcome>
  /** Input: `ActionInput`. */
  action(input: unknown): Promise<Outcome>
  /** Input: `SubmitInput`. */
  submit(modal: string, input: unknown): Promise<Outcome>
}

interface Place {
  readonly kind: 'found'
  readonly origin: Origin
  readonly language: Language
}

interface Refused {
  readonly kind: 'refused'
  readonly problem: Problem
}

function refuse(kind: Exclude<Problem, ParseProblem>['kind']): Refused {
  return { kind: 'refused', problem: { kind } }
}

/** Whether the card carries the action, and if it is a select, whether it offers the value. */
function offers(card: Card, action: string, value: string | undefined): 'yes' | 'no' | 'not-this-option' {
  for (const element of card.elements) {
    if (element.kind === 'buttons' && element.buttons.some(button => button.id === action)) return 'yes'
    if (element.kind === 'select' && element.id === action) {
      return element.options.some(option => option.value === value) ? 'yes' : 'not-this-option'
    }
  }
  return 'no'
}

function languageOf(member: LocalMember, channel: LocalChannel | undefined): Language {
  return member.language ?? channel?.language ?? 'en'
}

export function createPerform(store: LocalWorkspaceStore, handlers: () => ChatHandlers): Perform {
  async function locate(user: string, channelName: string | undefined): Promise<Place | Refused> {
    const [channels, members] = await Promise.all([store.channels(), store.members()])
    const channel = channels.find(candidate => candidate.name === channelName)
    if (channel === undefined && channelName !== undefined) return refuse('unknown-channel')
    const member = members.find(candidate => candidate.id === user)
    if (member === undefined) return refuse('unknown-user')
    return {
      kind: 'found',
      // Empty where nobody said: a modal floats above the channels, and its id says what it is about.
      origin: { workspace: LOCAL_WORKSPACE, channel: channel?.name ?? '', user },
      language: languageOf(member, channel),
    }
  }

  async function answered({ language }: Place, answer: Answer): Promise<Outcome> {
    if (answer.kind !== 'modal') return { kind: 'answered', answer, language }
    // Asked anew: what was done may have made channels.
    const [channels, members] = await Promise.all([store.channels(), store.members()])
    return { kind: 'answered', answer: { ...answer, modal: withChoices(answer.modal, channels, members) }, language }
  }

  return {
    async command(input) {
      const parsed = parseCommand(input)
      if (parsed.kind === 'refused') return parsed
      const place = await locate(parsed.value.user, parsed.value.channel)
      if (place.kind === 'refused') return place
      const answer = await handlers().command(place.origin, parsed.value.text)
      return answered(place, answer)
    },
    async action(input) {
      const parsed = parseAction(input)
      if (parsed.kind === 'refused') return parsed
      const { channel, message: id, action, user, value } = parsed.value
      const place = await locate(user, channel)
      if (place.kind === 'refused') return place
      const message = isMessageId(id) ? await store.message(channel, id) : undefined
      if (message === undefined) return refuse('unknown-message')
      const offered = offers(message.card[place.language], action, value)
      if (offered === 'not-this-option') return refuse('unknown-option')
      // The card may have moved on under the person's hand: the handlers know, and answer with the fresh one.
      if (offered === 'no' && parseReference(action) === undefined) return refuse('unknown-action')
      const answer = await handlers().action(place.origin, action, value)
      return answered(place, answer)
    },
    async submit(modal, input) {
      if (parseReference(modal) === undefined) return refuse('unknown-modal')
      const parsed = parseSubmit(input)
      if (parsed.kind === 'refused') return parsed
      const place = await locate(parsed.value.user, parsed.value.channel)
      if (place.kind === 'refused') return place
      const answer = await handlers().submit(place.origin, modal, parsed.value.values)
      return answered(place, answer)
    },
  }
}
