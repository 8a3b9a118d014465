import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Localised } from '../../domain/language.ts'
import type { Card } from '../card.ts'
import { type Commands, writeCommand } from '../commands.ts'
import type { EventInbox } from '../event-inbox.ts'
import type { Answer, ChatHandlers, Person } from '../platform.ts'
import type { Act } from './act.ts'
import { isTokenError } from './errors.ts'
import type { Identity, IdentityKeeper } from './identity.ts'
import { PATIENCE } from './limits.ts'
import { namedIn, plainMessage } from './message-text.ts'
import { parseInbound } from './parse.ts'
import type { Acknowledge, Perform } from './perform.ts'

/** Thrown instead of acknowledging: Slack is to deliver it again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

export interface ReceiveOptions {
  readonly identity: IdentityKeeper
  readonly inbox: EventInbox
  readonly perform: Perform
  readonly handlers: () => ChatHandlers | undefined
  /** The card that a message of ours shows, whole; undefined if it is none any more. */
  readonly readCard: (place: {
    workspace: string
    channel: string
    message: string
  }) => Promise<Localised<Card> | undefined>
  /** Who people are and what channels are called. */
  readonly findPerson: (workspace: string, id: string) => Promise<Person | undefined>
  readonly findChannel: (workspace: string, id: string) => Promise<{ readonly name: string } | undefined>
  readonly commands: Commands
  readonly log: Logger
  /** Milliseconds; for tests. */
  readonly patience?: number
}

export interface Receive {
  /**
   * Takes one delivery of Slack's: a command, an interaction or an event. Acknowledges what is taken, after its id is
   * committed. Throws `NotTaken` for an event whose id is not committed in time, so that Slack delivers it again; a
   * person who waits for an answer is told instead that nothing was done.
   */
  (body: unknown, acknowledge: Acknowledge): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** What becomes of a delivery; an `organisation` is one that we cannot serve. */
type Admission = 'new' | 'known' | 'foreign' | 'organisation'

/** Milliseconds that names in a message may take: the form that they go into must open within Slack's three seconds. */
const NAMES_PATIENCE = 800
/** Names of each kind that are asked for. */
const MAXIMUM_NAMES = 10

/** The command that begins a draft. */
const DRAFT = 'draft'

const LATE = Symbol('late')

/** Slack hears one acknowledgement; whoever has more to say learns that it must be said otherwise. */
function once(acknowledge: Acknowledge): Acknowledge {
  let isDone = false
  return async body => {
    if (isDone) throw new Error('acknowledged already')
    isDone = true
    await acknowledge(body)
  }
}

export function createReceive(options: ReceiveOptions): Receive {
  const { identity, inbox, perform, handlers, readCard, commands, log, patience = PATIENCE } = options
  const underWay = new Set<Promise<unknown>>()

  /**
   * Whether somebody of another workspace may be one of ours for all that: within an organisation, Slack names the
   * workspace that a person comes from, and who is a member here is asked for when they act. Events may name none.
   */
  function mayBeOurs(act: Act, { team, enterprise }: Identity): boolean {
    if (act.userTeam === undefined || act.userTeam === team) return true
    if (enterprise === undefined) return false
    return act.enterprise === enterprise || (act.isEvent && act.enterprise === undefined)
  }

  /** Whether it is ours and new. Rejects if that cannot be known. What cannot be read need not name its workspace. */
  async function admit(act: Act, isReadable: boolean): Promise<Admission> {
    const ours = await identity.get()
    if (act.app !== undefined) identity.heard(act.app)
    if (ours.isOrganisation) return 'organisation'
    const isNameless = !isReadable && act.team === ''
    if ((act.team !== ours.team && !isNameless) || !mayBeOurs(act, ours)) return 'foreign'
    // To read the same text again does no harm, and needs no row.
    if (act.kind === 'show') return 'new'
    return (await inbox.accept(act.id)) ? 'new' : 'known'
  }

  /** Cards for one person are kept under their id; they themselves see them in a conversation that has one of its own. */
  async function findCard({ origin, on }: Extract<Act, { kind: 'show' }>): Promise<Localised<Card> | undefined> {
    const { workspace, user } = origin
    const card = await readCard({ workspace, ...on })
    return (
      card ?? (on.channel.startsWith('D') ? readCard({ workspace, channel: user, message: on.message }) : undefined)
    )
  }

  /** To read a card takes no act: whoever comes from another workspace of the organisation is asked for here. */
  async function mayRead({ origin, userTeam, team }: Act): Promise<boolean> {
    if (userTeam === undefined || userTeam === team) return true
    return (await options.findPerson(origin.workspace, origin.user))?.standing === 'member'
  }

  async function refreshHome({ origin }: Act): Promise<void> {
    const home = await handlers()?.home?.(origin)
    if (home !== undefined) await perform.publishHome(origin.user, home)
  }

  /** The message in plain words. Names that cannot be had in time stay ids: the person is about to read it anyway. */
  async function readMessage({ message, origin }: Extract<Act, { kind: 'draft-from' }>): Promise<string> {
    const named = namedIn(message)
    const patience = delay(NAMES_PATIENCE, undefined, { ref: false })
    const lookUp = async (ids: readonly string[], find: (id: string) => Promise<{ name: string } | undefined>) => {
      const known = new Map<string, string>()
      const asked = ids.slice(0, MAXIMUM_NAMES).map(async id => {
        const found = await find(id).catch(() => undefined)
        if (found !== undefined) known.set(id, found.name)
      })
      await Promise.race([Promise.all(asked), patience])
      return known
    }
    const [people, channels] = await Promise.all([
      lookUp(named.people, id => options.findPerson(origin.workspace, id)),
      lookUp(named.channels, id => options.findChannel(origin.workspace, id)),
    ])
    return plainMessage(message, { person: id => people.get(id), channel: id => channels.get(id) })
  }

  async function handle(act: Act): Promise<Answer> {
    const team = handlers()
    if (team === undefined) return { kind: 'ack' }
    switch (act.kind) {
      case 'command': {
        const origin = { ...act.origin, act: act.id }
        return act.files.length === 0 ? team.command(origin, act.text) : team.command(origin, act.text, act.files)
      }
      case 'draft-from':
        return team.command(act.origin, writeCommand(commands, DRAFT, { text: await readMessage(act) }), act.files)
      case 'action':
        return team.action(act.origin, act.action, act.value)
      case 'submission':
        return team.submit(act.origin, act.modal, act.values)
      case 'show': {
        if (!(await mayRead(act))) return { kind: 'ack' }
        const card = await findCard(act)
        await perform.show(act, card?.[act.language ?? 'en'])
        return { kind: 'ack' }
      }
      case 'home':
        await refreshHome(act)
        return { kind: 'ack' }
      default:
        return act satisfies never
    }
  }

  /** Answers true if it is a form that stays open, and so may be sent off once more as it is. */
  async function run(act: Act, deadline: Promise<typeof LATE>, acknowledge: Acknowledge): Promise<boolean> {
    const heard = () => acknowledge().catch(fault => log.warn({ err: fault }, 'an acknowledgement did not reach Slack'))
    if (act.kind === 'show') {
      await heard()
      await perform.answer(act, await handle(act))
      return false
    }
    const work = handle(act)
    if (act.isEvent) {
      // Nobody waits for it: so long as Slack has patience, what dies with us in the middle is brought to somebody else.
      await Promise.race([work.catch(() => {}), deadline])
      await heard()
      await perform.answer(act, await work)
      return false
    }
    const first = await Promise.race([work, deadline])
    if (first === LATE) {
      await perform.say(act, 'slack.still-working', acknowledge)
      await perform.answer(act, await work)
    } else await perform.answer(act, first, acknowledge)
    // A button without a message is one of the person's own page.
    if (act.kind === 'action' && act.on === undefined) await refreshHome(act)
    return first === LATE || first.kind === 'errors'
  }

  async function refuse(act: Act, reason: string, acknowledge: Acknowledge, fault?: unknown): Promise<void> {
    log.warn({ act: act.kind, reason }, 'something from Slack was not taken')
    if (act.isEvent) throw new NotTaken(reason)
    await perform.say(act, isTokenError(fault) ? 'slack.token-refused' : 'slack.not-done', acknowledge)
  }

  async function take(act: Act, isReadable: boolean, acknowledge: Acknowledge): Promise<void> {
    const { promise: deadline, resolve } = Promise.withResolvers<typeof LATE>()
    const timer = setTimeout(() => resolve(LATE), patience)
    const admission = admit(act, isReadable)
    try {
      const first = await Promise.race([admission, deadline])
      if (first === LATE) {
        track(belated(act, admission))
        return await refuse(act, 'its id is not committed in time', acknowledge)
      }
      if (first === 'organisation') {
        log.warn({ act: act.kind }, 'the app is installed for a whole organisation, which is not served')
        return act.isEvent ? await acknowledge() : await perform.say(act, 'slack.organisation', acknowledge)
      }
      if (first === 'foreign') {
        log.warn({ act: act.kind }, 'something of another workspace was refused')
        return await acknowledge()
      }
      if (first === 'known') return await acknowledge()
      let staysOpen = true
      try {
        if (isReadable) staysOpen = await run(act, deadline, acknowledge)
        else await perform.say(act, 'slack.unreadable', acknowledge)
      } finally {
        await end(act, staysOpen)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * The id of an event was committed after we had refused it: its next delivery will be taken for a second one, so it
   * is ours now. A person was told that nothing was done, and so nothing is.
   */
  async function belated(act: Act, admission: Promise<Admission>): Promise<void> {
    const outcome = await admission.catch(() => 'known' as const)
    if (outcome !== 'new') return
    try {
      if (act.isEvent) await perform.answer(act, await handle(act))
    } finally {
      await end(act, true)
    }
  }

  /** A form that stays open may come again without a sign that tells it from this one, and is not to be closed for it. */
  async function end(act: Act, staysOpen: boolean): Promise<void> {
    if (act.kind === 'show') return
    const ended = act.kind === 'submission' && staysOpen ? inbox.forget(act.id) : inbox.finish(act.id)
    // Should it be brought again, versions and references see to it that nothing is done twice.
    await ended.catch(fault => log.warn({ err: fault }, 'an act is not marked as done'))
  }

  function track(work: Promise<unknown>): void {
    const settled = work.catch(fault => log.error({ err: fault }, 'something from Slack failed'))
    underWay.add(settled)
    void settled.finally(() => underWay.delete(settled))
  }

  async function receive(body: unknown, answerSlack: Acknowledge): Promise<void> {
    const inbound = parseInbound(body)
    if (inbound.kind === 'ignored') return answerSlack()
    const { act } = inbound
    const isReadable = inbound.kind === 'act'
    if (inbound.kind === 'unreadable') {
      const { type, paths } = inbound
      log.warn({ type, paths, isTold: act !== undefined }, 'something from Slack is of another shape than it should be')
    }
    if (act === undefined) return answerSlack()
    const acknowledge = once(answerSlack)
    const work = take(act, isReadable, acknowledge).catch(async fault => {
      if (fault instanceof NotTaken) throw fault
      log.error({ err: fault, act: act.kind }, 'something from Slack failed')
      await refuse(act, 'a fault', acknowledge, fault)
    })
    track(work.catch(() => {}))
    return work
  }

  return Object.assign(receive, {
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  })
}
