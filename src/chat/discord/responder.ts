import { setTimeout as delay } from 'node:timers/promises'
import {
  type APIModalInteractionResponseCallbackData,
  RESTJSONErrorCodes as Code,
  InteractionResponseType as Kind,
  MessageFlags,
  Routes,
} from 'discord.js'
import type { Logger } from 'pino'
import type { DiscordClient } from './client.ts'
import { describeDiscordFault, discordCode, isBlocked, isUnanswered } from './errors.ts'
import { ANSWER_LIMIT } from './limits.ts'
import { type Act, isHarmless } from './parse.ts'
import { type DiscordMessage, QUIET } from './render.ts'
import type { Speech } from './speech.ts'
import type { Words } from './words.ts'

/**
 * What Discord has heard so far of one interaction: nothing; that it takes longer; an answer; perhaps one, its own answer
 * to that being lost; or it hears no more, since three seconds or fifteen minutes are over.
 */
export type State = 'fresh' | 'deferred' | 'answered' | 'uncertain' | 'deaf'

/** The one place that answers an interaction, each step only where Discord allows it. Nothing in it throws. */
export interface Responder {
  isFresh(): boolean
  /** Discord hears no answer any more. */
  isDeaf(): boolean
  /** Says that it takes longer. */
  defer(): Promise<void>
  /** Leaves nothing to be seen of the answer. */
  done(): Promise<void>
  /** Tells the person, and nobody else while Discord allows that; in the channel after. */
  reply(words: Words): Promise<void>
  /** False if it could not be opened. */
  openModal(modal: APIModalInteractionResponseCallbackData): Promise<boolean>
  /** Changes the message that was acted on; false if that must be done in another way. */
  updateSource(message: DiscordMessage): Promise<boolean>
  /** Offers what could be typed. */
  suggest(choices: readonly { readonly name: string; readonly value: string }[]): Promise<void>
}

const PRIVATE = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2

/** Milliseconds between attempts at a first answer that Discord has perhaps not heard: there are three seconds in all. */
const PAUSES = [50, 150, 400, 800]
/** Milliseconds before the end of those in which no other attempt is begun. */
const MARGIN = 600

/** `heard` is what Discord has heard of it already, from another process. */
export function createResponder(
  client: DiscordClient,
  act: Act,
  speech: Speech,
  log: Logger,
  heard: State = 'fresh',
): Responder {
  // Read through a function: what changes it is often awaited.
  let state: State = heard
  /** Discord does not let the words through. */
  let isRefused = false
  const now = (): State => state
  const { id, token, application, origin, source } = act
  const lastAttempt = Date.now() + ANSWER_LIMIT - MARGIN
  /** Should Discord have taken the answer that is uncertain, it is a message of ours, which can be written anew. */
  let isOurs = false

  function isOwnMessage(type: Kind): boolean {
    if (type === Kind.UpdateMessage) return source === 'private'
    return type === Kind.ChannelMessageWithSource || type === Kind.DeferredChannelMessageWithSource
  }

  function heardAs(type: Kind): boolean {
    state = type === Kind.DeferredChannelMessageWithSource ? 'deferred' : 'answered'
    return true
  }

  /** True if Discord took it as the first answer. */
  async function first(type: Kind, data?: unknown, words?: Words): Promise<boolean> {
    if (state !== 'fresh') return false
    const body = { type, ...(data === undefined ? {} : { data }) }
    for (let attempts = 0; ; attempts++) {
      try {
        await client.answer('POST', Routes.interactionCallback(id, token), { body, files: words?.files ?? [] })
        return heardAs(type)
      } catch (fault) {
        const code = discordCode(fault)
        isRefused = isBlocked(fault)
        if (code === Code.InteractionHasAlreadyBeenAcknowledged) {
          // Discord takes one, and says so: it was this one. What does no harm was done by whoever had it as well.
          if (attempts > 0) return heardAs(type)
          state = 'answered'
          return isHarmless(act)
        }
        log.warn({ discord: describeDiscordFault(fault), act: act.kind }, 'an answer did not reach Discord')
        const pause = PAUSES[attempts]
        if (isUnanswered(fault) && pause !== undefined && Date.now() + pause < lastAttempt) {
          await delay(pause)
          continue
        }
        const isLate = code === Code.UnknownInteraction
        // Anything else that Discord says of itself refuses this answer, and another may be given.
        if (isUnanswered(fault) || (isLate && attempts > 0)) state = 'uncertain'
        else if (isLate) state = 'deaf'
        isOurs = isOwnMessage(type)
        return false
      }
    }
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (fault) {
      isRefused = isBlocked(fault)
      log.warn({ discord: describeDiscordFault(fault), act: act.kind }, 'a person in Discord could not be answered so')
      return false
    }
  }

  const original = () => Routes.webhookMessage(application, token, '@original')

  function bodyOf({ components }: Words, flags: number) {
    return { flags, components, allowed_mentions: QUIET }
  }

  /** After the first answer, within fifteen minutes. */
  async function follow(words: Words): Promise<boolean> {
    const { files } = words
    if (state === 'deferred' || (state === 'uncertain' && isOurs)) {
      const body = bodyOf(words, MessageFlags.IsComponentsV2)
      const isDone = await attempt(() => client.answer('PATCH', original(), { body, files }))
      if (isDone) state = 'answered'
      if (isDone || state === 'deferred') return isDone
    }
    if (state === 'deaf') return false
    const body = bodyOf(words, PRIVATE)
    return attempt(() => client.answer('POST', Routes.webhook(application, token), { body, files }))
  }

  /** True if it was said to them alone. */
  async function say(words: Words): Promise<boolean> {
    isRefused = false
    const isTaken =
      source === 'private'
        ? await first(Kind.UpdateMessage, bodyOf(words, MessageFlags.IsComponentsV2), words)
        : await first(Kind.ChannelMessageWithSource, bodyOf(words, PRIVATE), words)
    // Refused words are no reason to ask another way with the same.
    return isTaken || (!isRefused && (await follow(words)))
  }

  async function discard(): Promise<void> {
    await attempt(() => client.answer('DELETE', original()))
  }

  const responder: Responder = {
    isFresh: () => state === 'fresh',
    isDeaf: () => state === 'deaf',
    async defer() {
      await first(Kind.DeferredChannelMessageWithSource, { flags: MessageFlags.Ephemeral })
    },
    async done() {
      if (state === 'deferred' || (state === 'uncertain' && isOurs)) return discard()
      if (source !== 'none') {
        // What only that person sees has done its work.
        if ((await first(Kind.DeferredMessageUpdate)) && source === 'private') await discard()
        return
      }
      await responder.defer()
      if (now() === 'deferred') await discard()
    },
    async reply(words) {
      if (await say(words)) return
      const { otherwise } = words
      if (isRefused && otherwise !== undefined && (await say(otherwise))) return
      await speech.aloud(origin, words)
    },
    openModal: modal => first(Kind.Modal, modal),
    async updateSource({ flags, components, allowed_mentions }) {
      if (source !== 'channel') return false
      return first(Kind.UpdateMessage, { flags, components, allowed_mentions })
    },
    async suggest(choices) {
      await first(Kind.ApplicationCommandAutocompleteResult, { choices })
    },
  }
  return responder
}
