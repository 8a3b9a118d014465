import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Commands } from '../commands.ts'
import type { EventInbox } from '../event-inbox.ts'
import type { Answer } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { createDispatch, type DispatchOptions } from './dispatch.ts'
import { ANSWER_LIMIT, PATIENCE } from './limits.ts'
import { type Act, isHarmless, parseInteraction } from './parse.ts'
import type { People } from './people.ts'
import { createResponder, type Responder } from './responder.ts'
import type { Speech } from './speech.ts'
import type { Unfinished, Waiting } from './unfinished.ts'

export interface ReceiveOptions extends DispatchOptions {
  readonly client: DiscordClient
  readonly commands: Commands
  readonly inbox: EventInbox
  readonly people: People
  readonly unfinished: Unfinished
  readonly speech: Speech
  /** Somebody has picked a channel that is called so. */
  readonly onChannel: (id: string, name: string) => void
  readonly log: Logger
  readonly now: () => Date
  /** Milliseconds; for tests. */
  readonly patience?: number
}

export interface Receive {
  /** Takes one interaction. Whoever acted is answered in time, truthfully: an id that is not committed is not acted on. */
  (body: unknown): void
  /** Finishes what processes that died have left unfinished. */
  finishForOthers(): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

const LATE = Symbol('late')
/** Milliseconds that an answer waits at most for being kept. */
const KEEPING = 1_000
/** Milliseconds before the limit from which an act is no longer taken for new. */
const MARGIN = 500

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
  const { client, commands, inbox, people, forms, unfinished, perform, speech, log, now, patience = PATIENCE } = options
  const dispatch = createDispatch(options)
  const underWay = new Set<Promise<unknown>>()

  /** Discord tells no server for what is done in direct messages; a form was opened about one. */
  async function placed(act: Act): Promise<Act> {
    if (act.origin.workspace !== '' || (act.kind !== 'submission' && act.kind !== 'open')) return act
    const form = await forms.find(act.modal, act.origin.user)
    return form === undefined ? act : { ...act, origin: { ...act.origin, workspace: form.workspace } }
  }

  /** Performs what came of it; a form that was taken has done its work. */
  async function answer(act: Act, given: Answer | undefined, responder: Responder): Promise<void> {
    if (given === undefined) return
    await perform.answer(act, given, responder)
    if (act.kind !== 'submission' || given.kind === 'errors') return
    await forms.forget(act.modal).catch(fault => log.warn({ err: fault }, 'a form that was taken is still kept'))
  }

  async function run(act: Act, body: unknown, deadline: Promise<typeof LATE>, responder: Responder): Promise<void> {
    const work = dispatch(act, responder)
    const first = await Promise.race([work, deadline])
    if (first !== LATE || act.kind === 'complete') {
      if (first === LATE) await responder.suggest([])
      return answer(act, await work, responder)
    }
    // Nobody waits for it to be kept: there is a second left to say that it takes longer.
    const at = now()
    const kept = keepWaiting(act, { body, at })
    await responder.defer()
    try {
      const given = await work
      await kept
      // It is not to be done again, should this process die before it has said so. Whoever waits is not kept for that long.
      const keeping = given === undefined ? undefined : keepWaiting(act, { body, at, answer: given })
      await Promise.race([keeping, delay(KEEPING, undefined, { ref: false })])
      await answer(act, given, responder)
    } finally {
      await kept
      await unfinished.forget(act.id).catch(fault => log.warn({ err: fault }, 'what was waited for is still kept'))
    }
  }

  async function keepWaiting(act: Act, waiting: Parameters<Unfinished['keep']>[1]): Promise<void> {
    const keeping = isHarmless(act) ? Promise.resolve() : unfinished.keep(act.id, waiting)
    await keeping.catch(fault => log.warn({ err: fault }, 'what somebody waits for is not kept'))
  }

  /** What a process that died had begun; undefined while it lives, or where another has taken it over. */
  async function inherit({ body }: Waiting): Promise<Act | undefined> {
    const parsed = parseInteraction(body, commands)
    const act = parsed && (await placed(parsed))
    return act !== undefined && (await inbox.accept(inboxId(act))) ? act : undefined
  }

  /** Does it for whoever still waits for it, and tells the others. */
  async function finishFor(act: Act, { isInTime, answer: given }: Waiting): Promise<void> {
    // What Discord said of them then may be over.
    people.doubt(act.origin.workspace, act.origin.user)
    const responder = createResponder(client, act, speech, log, isInTime ? 'deferred' : 'deaf')
    try {
      if (given !== undefined) await answer(act, given, responder)
      else if (isInTime) await answer(act, await dispatch(act, responder), responder)
      else await perform.say(act, 'discord.interrupted', responder)
    } catch (fault) {
      log.error({ err: fault, act: act.kind }, 'something from Discord failed')
      await refuse(act, 'a fault', responder)
    } finally {
      await unfinished.forget(act.id)
      await finish(act)
    }
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

  async function take(given: Act, body: unknown, responder: Responder): Promise<void> {
    if (given.origin.workspace === '' && given.kind === 'complete') return responder.suggest([])
    // Brought late, as after a lost connection: Discord may have told the person that it failed, and so it must.
    if (given.kind !== 'complete' && isOld(given.id, now())) {
      await responder.defer()
      if (responder.isDeaf())
        return log.warn({ act: given.kind }, 'something from Discord came too late, and was not done')
    }
    const { promise: deadline, resolve } = Promise.withResolvers<typeof LATE>()
    const timer = setTimeout(() => resolve(LATE), patience)
    try {
      const act = await Promise.race([placed(given), deadline])
      if (act === LATE) return await refuse(given, 'its form is not found in time', responder)
      if (act.origin.workspace === '') return await perform.say(act, 'discord.no-server', responder)
      if (act.member !== undefined) people.met(act.origin.workspace, act.member)
      else people.doubt(act.origin.workspace, act.origin.user)
      const admission = isHarmless(act) ? Promise.resolve(true) : inbox.accept(inboxId(act))
      const first = await Promise.race([admission, deadline])
      // A person who was told that nothing was done must be right: whatever is committed later is not acted on.
      if (first === LATE) {
        void admission.then(isOurs => (isOurs ? finish(act) : undefined)).catch(() => {})
        return await refuse(act, 'its id is not committed in time', responder)
      }
      // Another delivery of it, or another process, does it and answers.
      if (first) await run(act, body, deadline, responder).finally(() => finish(act))
    } finally {
      clearTimeout(timer)
    }
  }

  function receive(body: unknown): void {
    const act = parseInteraction(body, commands)
    if (act === undefined) return
    speech.heard(act)
    for (const [id, name] of act.channels) options.onChannel(id, name)
    const responder = createResponder(client, act, speech, log)
    const work = take(act, body, responder)
      .catch(async fault => {
        log.error({ err: fault, act: act.kind }, 'something from Discord failed')
        await refuse(act, 'a fault', responder)
      })
      .catch(fault => log.error({ err: fault }, 'something from Discord failed'))
    track(work)
  }

  async function finishAll(): Promise<void> {
    const begun: Promise<void>[] = []
    // One after the other: whoever asks for one holds what tells that its owner is dead, and all may be of the same.
    for (const waiting of await unfinished.list()) {
      const act = await inherit(waiting)
      if (act !== undefined) begun.push(finishFor(act, waiting))
    }
    await Promise.all(begun)
  }

  function track(work: Promise<unknown>): void {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }

  return Object.assign(receive, {
    async finishForOthers() {
      const finished = finishAll()
      track(finished.catch(() => {}))
      await finished
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  })
}
