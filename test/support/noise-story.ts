import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import type { Answer, ChatPlatform } from '../../src/chat/platform.ts'
import { cards, mentions } from '../../src/db/schema/index.ts'
import { formatReference } from '../../src/domain/reference.ts'
import { MINUTE, SECOND } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { deliver, plan, shown } from './outbox.ts'
import type { ChatStep } from './scripted-chat.ts'
import { postBy } from './scripted-network.ts'
import { command, mentionOf, press, submit } from './team.ts'
import { createWorld, type World } from './world.ts'

/** What may happen to a channel. */
export type Happening =
  | { readonly kind: 'hears'; readonly count: number; readonly nasty: boolean }
  | { readonly kind: 'delivers' }
  | { readonly kind: 'delivers-twice' }
  | { readonly kind: 'time-passes'; readonly seconds: number }
  | { readonly kind: 'goes-wrong'; readonly step: ChatStep }
  | { readonly kind: 'dies-delivering'; readonly shown: boolean }
  | {
      readonly kind: 'presses'
      readonly action: 'mention.assign' | 'mention.ignore' | 'mention.reopen'
      readonly nth: number
    }
  | { readonly kind: 'takes-out' | 'ignores-rest'; readonly nth: number }
  | { readonly kind: 'sets'; readonly words: string }

const unavailable = { kind: 'fails', fault: { kind: 'unavailable' } } as const
const steps: readonly ChatStep[] = [
  unavailable,
  { kind: 'fails', fault: { kind: 'outcome-unknown' }, shown: true },
  { kind: 'fails', fault: { kind: 'outcome-unknown' }, shown: false },
  { kind: 'fails', fault: { kind: 'refused', reason: 'invalid' } },
  { kind: 'throws', shown: true },
]
const nth = fc.nat({ max: 30 })

export const happenings = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({ count: fc.integer({ min: 1, max: 14 }), nasty: fc.boolean() })
        .map((one): Happening => ({ kind: 'hears', ...one })),
    },
    { weight: 5, arbitrary: fc.constant<Happening>({ kind: 'delivers' }) },
    fc.constant<Happening>({ kind: 'delivers-twice' }),
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(1, 4, 20, 70, 200, 1_000, 4_000)
        .map((seconds): Happening => ({ kind: 'time-passes', seconds })),
    },
    { weight: 2, arbitrary: fc.constantFrom(...steps).map((step): Happening => ({ kind: 'goes-wrong', step })) },
    fc.boolean().map((isShown): Happening => ({ kind: 'dies-delivering', shown: isShown })),
    {
      weight: 2,
      arbitrary: fc
        .record({ action: fc.constantFrom('mention.assign', 'mention.ignore', 'mention.reopen'), nth })
        .map((one): Happening => ({ kind: 'presses', ...one })),
    },
    { weight: 2, arbitrary: nth.map((one): Happening => ({ kind: 'takes-out', nth: one })) },
    nth.map((one): Happening => ({ kind: 'ignores-rest', nth: one })),
    fc
      .constantFrom('all', 'negative', 'batch 30', 'batch off', 'quiet 0-23:59', 'quiet off')
      .map((words): Happening => ({ kind: 'sets', words })),
  ),
  { minLength: 5, maxLength: 25, size: 'max' },
)

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

/** A channel for mentions and alerts to which things happen. */
export class NoiseStory {
  readonly world: World
  /** When summaries were edited in the chat, by message. */
  readonly edits = new Map<string, number[]>()

  private constructor(world: World) {
    this.world = world
    const update = world.chat.update.bind(world.chat)
    const recorded: ChatPlatform['update'] = async (address, message, card) => {
      await update(address, message, card)
      this.edits.set(message, [...(this.edits.get(message) ?? []), world.clock.now().getTime()])
    }
    Object.assign(world.chat, { collapses: true, update: recorded })
  }

  static async begin(test: TestDatabase): Promise<NoiseStory> {
    const world = await createWorld(test)
    await command(world, 'sam', 'unbind alerts')
    return new NoiseStory(world)
  }

  async happen(happening: Happening): Promise<void> {
    const { world } = this
    switch (happening.kind) {
      case 'hears':
        for (let index = 0; index < happening.count; index++) {
          world.network.feed.push(postBy('robin', `${happening.nasty ? NASTY : 'Acme'} ${index}`))
        }
        return world.intake.poll(world.source.id)
      case 'delivers':
        return deliver(world)
      case 'delivers-twice': {
        await using replica = await world.replica()
        await Promise.all([deliver(world), replica.notify.deliver(world.channels.mentions.id)])
        return replica.notify.stop()
      }
      case 'time-passes':
        return world.clock.advance(happening.seconds * SECOND)
      case 'goes-wrong':
        return plan(world, 'mentions', happening.step)
      case 'dies-delivering':
        return this.#die(happening.shown)
      case 'presses': {
        const all = await this.mentions()
        const one = all[happening.nth % Math.max(1, all.length)]
        if (one !== undefined)
          await press(world, 'camille', happening.action, await mentionOf(world, one.id), 'mentions')
        return
      }
      case 'takes-out':
        return this.#takeOut(happening.nth)
      case 'ignores-rest': {
        const summary = await this.#summary(happening.nth)
        if (summary === undefined) return
        const reference = { action: 'summary.ignore', id: summary.subjectId, version: 60_000 }
        return void (await world.handlers.action(this.#origin(), formatReference(reference)))
      }
      case 'sets':
        return void (await command(world, 'sam', `noise ${happening.words}`))
      default:
        return happening satisfies never
    }
  }

  async mentions() {
    const { connection } = this.world.test.database
    return connection.select().from(mentions).where(eq(mentions.brandId, this.world.brand.id)).orderBy(mentions.id)
  }

  /** Every row of the channel's outbox. */
  async cards() {
    const { connection } = this.world.test.database
    return connection.select().from(cards).where(eq(cards.channelId, this.world.channels.mentions.id)).orderBy(cards.id)
  }

  /** Whatever is held up goes on: the chat works, time passes. */
  async settle(): Promise<void> {
    await command(this.world, 'sam', 'noise batch off')
    await command(this.world, 'sam', 'noise quiet off')
    for (let turn = 0; turn < 12; turn++) {
      await deliver(this.world)
      this.world.clock.advance(MINUTE)
    }
  }

  /** What the team sees that it must not: for a readable failure. */
  async contradictions(): Promise<readonly string[]> {
    const rows = await this.cards()
    const keys = shown(this.world).map(message => message.key)
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index).map(key => `shown twice: ${key}`)
    const both = rows
      .filter(row => row.summaryId !== null && keys.includes(row.id))
      .map(row => `shown, and in a summary: ${row.id}`)
    const summaryIds = rows.filter(row => row.subjectKind === 'summary').map(row => row.subjectId)
    const nowhere = rows
      .filter(row => row.summaryId !== null && !summaryIds.includes(row.summaryId))
      .map(row => `in a summary without a card: ${row.id}`)
    return [...twice, ...both, ...nowhere]
  }

  #origin() {
    const { workspace, channels } = this.world
    return { workspace, channel: channels.mentions.remoteId, user: 'camille' }
  }

  async #summary(nth: number) {
    const rows = (await this.cards()).filter(row => row.subjectKind === 'summary')
    return rows[nth % Math.max(1, rows.length)]
  }

  async #takeOut(nth: number): Promise<void> {
    const { world } = this
    const summary = await this.#summary(nth)
    if (summary === undefined) return
    const reference = formatReference({ action: 'summary.list', id: summary.subjectId, version: 0 })
    const answer: Answer = await world.handlers.action(this.#origin(), reference)
    const [field] = answer.kind === 'modal' ? answer.modal.fields : []
    if (answer.kind !== 'modal' || field?.kind !== 'select') return
    const option = field.options[1 + (nth % (field.options.length - 1))]
    await submit(world, 'camille', answer.modal, { [field.id]: option?.value ?? '' })
  }

  async #die(isShown: boolean): Promise<void> {
    await using replica = await this.world.replica()
    plan(this.world, 'mentions', { kind: 'hangs', shown: isShown })
    const hung = this.world.chat.hung()
    await Promise.race([replica.notify.deliver(this.world.channels.mentions.id), hung])
    // Nothing may have been due.
    this.world.chat.forgetPlans(this.world.channels.mentions.remoteId)
  }
}
