import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import type { Answer } from '../../src/chat/platform.ts'
import { updateBrand } from '../../src/db/queries/brands.ts'
import { accounts } from '../../src/db/schema/index.ts'
import type { DraftStateName } from '../../src/domain/draft.ts'
import { MINUTE } from './clock.ts'
import { correct, publish } from './correcting.ts'
import type { Fault, PublishStep } from './scripted-network.ts'
import { allActionsOf, draftOf, press, submit, writePost } from './team.ts'
import type { Who, World } from './world.ts'

/** One thing that happens to a draft. */
export type Happening =
  | { readonly kind: 'approves'; readonly who: Who }
  | { readonly kind: 'edits'; readonly who: Who; readonly inMinutes: number | null }
  | { readonly kind: 'asks-for-changes' | 'rejects'; readonly who: Who }
  | { readonly kind: 'presses'; readonly who: Who; readonly action: (typeof PLAIN_ACTIONS)[number] }
  /** Somebody looks on the network whether it is there, and says so. */
  | { readonly kind: 'looks'; readonly who: Who }
  | { readonly kind: 'performs'; readonly step: PublishStep; readonly lookUp: Fault | null }
  | { readonly kind: 'dies-performing'; readonly published: boolean }
  | { readonly kind: 'time-passes'; readonly minutes: number }
  | { readonly kind: 'signs-in' }
  | { readonly kind: 'policy-changes'; readonly approvals: number }
  | { readonly kind: 'at-once'; readonly happenings: readonly Happening[] }

const PLAIN_ACTIONS = ['draft.submit', 'draft.withdraw', 'draft.now', 'draft.retry', 'draft.give-up'] as const

const who = fc.constantFrom<Who>('camille', 'noor', 'alex', 'sam')
const writer = fc.constantFrom<Who>('camille', 'alex', 'sam')
const approver = fc.constantFrom<Who>('noor', 'alex', 'sam')
const fault = fc.constantFrom<Fault>({ kind: 'fails', fault: { kind: 'unavailable' } }, { kind: 'throws' })

function lost(published: boolean): PublishStep {
  return { kind: 'fails', fault: { kind: 'outcome-unknown' }, published }
}

const step = fc.oneof(
  // It ends the story, so it is rare: what comes after a fault is what matters.
  fc.constant<PublishStep>({ kind: 'succeeds' }),
  fc.constantFrom<PublishStep>(
    { kind: 'fails', fault: { kind: 'rejected', reason: 'other' } },
    { kind: 'fails', fault: { kind: 'unavailable' } },
    { kind: 'fails', fault: { kind: 'unauthorised' } },
  ),
  { weight: 3, arbitrary: fc.boolean().map(lost) },
  fc.boolean().map((published): PublishStep => ({ kind: 'throws', published })),
)

const approves = approver.map((one): Happening => ({ kind: 'approves', who: one }))
const edits = fc
  .record({ who: writer, inMinutes: fc.option(fc.integer({ min: 1, max: 300 })) })
  .map((edit): Happening => ({ kind: 'edits', ...edit }))
const presses = fc
  .record({ who, action: fc.constantFrom(...PLAIN_ACTIONS) })
  .map((one): Happening => ({ kind: 'presses', ...one }))
const performs = fc
  .record({ step, lookUp: fc.option(fault, { freq: 3 }) })
  .map((one): Happening => ({ kind: 'performs', ...one }))

const alone = fc.oneof(
  { weight: 6, arbitrary: approves },
  { weight: 6, arbitrary: performs },
  { weight: 2, arbitrary: edits },
  { weight: 2, arbitrary: presses },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('asks-for-changes', 'rejects'), who: approver }) },
  { weight: 2, arbitrary: writer.map((one): Happening => ({ kind: 'looks', who: one })) },
  { weight: 2, arbitrary: fc.boolean().map((published): Happening => ({ kind: 'dies-performing', published })) },
  fc.integer({ min: 1, max: 200 }).map((minutes): Happening => ({ kind: 'time-passes', minutes })),
  fc.constant<Happening>({ kind: 'signs-in' }),
  fc.integer({ min: 1, max: 2 }).map((approvals): Happening => ({ kind: 'policy-changes', approvals })),
)
const together = fc
  .array(fc.oneof(approves, performs, edits, presses), { minLength: 2, maxLength: 3 })
  .map((happenings): Happening => ({ kind: 'at-once', happenings }))

export const happenings = fc.array(fc.oneof({ weight: 5, arbitrary: alone }, together), {
  minLength: 5,
  maxLength: 20,
  size: 'max',
})

/** A text, written as so many posts. */
function writtenAs(text: string, parts: number): string {
  return Array.from({ length: parts }, (_, index) => `${text}, post ${index + 1}`).join('\n---\n')
}

/** The text that a post is of. */
function wholeOf(post: string): string {
  return post.slice(0, post.lastIndexOf(','))
}

/**
 * A draft to which things happen, and a book on who said yes to which words, kept from what people saw when they
 * pressed and not from what Vigie believes.
 */
export class Story {
  readonly world: World
  readonly id: string
  /** Who approved each text, its author left out. */
  readonly #yes = new Map<string, Set<Who>>()
  readonly #authors = new Map<string, Who>()
  /** Posts that each text is written as. */
  readonly #parts: number
  #approvals: number
  #texts = 0
  #isEdit = false
  #checked = 0

  private constructor(world: World, id: string, text: string, parts: number) {
    this.world = world
    this.id = id
    this.#parts = parts
    this.#authors.set(text, 'camille')
    this.#approvals = world.brand.policy.approvals
  }

  /** The same of what is to be said in place of a post that is out. */
  static async correct(world: World): Promise<Story> {
    const text = 'text 0'
    const published = await publish(world, await writePost(world, 'camille', 'What was said first'))
    const story = new Story(world, await correct(world, 'camille', published, writtenAs(text, 1)), text, 1)
    story.#isEdit = true
    return story
  }

  static async begin(world: World, parts = 1): Promise<Story> {
    const text = 'text 0'
    return new Story(world, await writePost(world, 'camille', writtenAs(text, parts)), text, parts)
  }

  async state(): Promise<DraftStateName> {
    return (await draftOf(this.world, this.id)).draft.state
  }

  async happen(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'approves':
        return this.#approve(happening.who)
      case 'edits':
        return this.#edit(happening.who, happening.inMinutes)
      case 'asks-for-changes':
        return this.#refuse(happening.who, 'draft.change')
      case 'rejects':
        return this.#refuse(happening.who, 'draft.reject')
      case 'presses':
        return void (await this.#press(happening.who, happening.action))
      case 'looks': {
        const isThere = await this.#isThere()
        return void (await this.#press(happening.who, isThere ? 'draft.found' : 'draft.absent'))
      }
      case 'performs':
        this.#plan(happening.step)
        if (happening.lookUp !== null) this.world.network.onLookUp(happening.lookUp)
        return this.#perform(this.world)
      case 'dies-performing':
        return this.#die(happening.published)
      case 'time-passes':
        return this.world.clock.advance(happening.minutes * MINUTE)
      case 'signs-in': {
        const { connection } = this.world.test.database
        await connection.update(accounts).set({ state: 'active' }).where(eq(accounts.id, this.world.account.id))
        return
      }
      case 'policy-changes': {
        // What is being sent was started under the policy of that moment.
        if ((await this.state()) === 'publishing') return
        this.#approvals = happening.approvals
        const { approvals } = happening
        return updateBrand(this.world.test.database.connection, this.world.brand.id, { approvals })
      }
      case 'at-once':
        await Promise.all(happening.happenings.map(one => this.happen(one)))
        return
      default:
        return happening satisfies never
    }
  }

  /** Words that the network was given since the last check without enough approvals; for a readable failure. */
  unapproved(): readonly string[] {
    const fresh = this.#sent().slice(this.#checked)
    this.#checked += fresh.length
    this.world.network.forgetPlans()
    return fresh.filter(text => (this.#yes.get(wholeOf(text))?.size ?? 0) < this.#approvals)
  }

  /** Every text that the network was given for the draft. */
  #sent(): readonly string[] {
    const { attempts, deeds } = this.world.network
    if (!this.#isEdit) return attempts.map(({ text }) => text)
    return deeds.flatMap(deed => (deed.kind === 'edit' ? [deed.publication.text] : []))
  }

  #plan(step: PublishStep): void {
    if (this.#isEdit) this.world.network.onAct(step)
    else this.world.network.onPublish(step)
  }

  async #press(one: Who, action: string): Promise<Answer> {
    return press(this.world, one, action, (await draftOf(this.world, this.id)).row)
  }

  /** Whether the post is there of which nobody knows it. */
  async #isThere(): Promise<boolean> {
    if (this.#isEdit) {
      const { content } = (await draftOf(this.world, this.id)).revision
      return this.world.network.posts[0]?.text === content.variants[0]?.text
    }
    const unknown = (await allActionsOf(this.world, this.id)).filter(({ state }) => state === 'unknown')
    return unknown.some(({ id }) => this.world.network.posts.some(({ key }) => key === id))
  }

  async #approve(one: Who): Promise<void> {
    const { row, revision } = await draftOf(this.world, this.id)
    const text = wholeOf(revision.content.variants[0]?.text ?? '')
    // Noted when they press: the answer may come after the words have gone out.
    if (row.state === 'in-review' && this.#authors.get(text) !== one) {
      this.#yes.set(text, (this.#yes.get(text) ?? new Set()).add(one))
    }
    await press(this.world, one, 'draft.approve', row)
  }

  async #edit(one: Who, inMinutes: number | null): Promise<void> {
    const text = `text ${++this.#texts}`
    this.#authors.set(text, one)
    const answer = await this.#press(one, 'draft.edit')
    if (answer.kind !== 'modal') return
    const at = new Date(this.world.clock.now().getTime() + (inMinutes ?? 0) * MINUTE)
    const when = inMinutes === null ? '' : at.toLocaleString('sv-SE', { timeZone: this.world.brand.timeZone })
    const field = answer.modal.fields[0]?.id ?? ''
    await submit(this.world, one, answer.modal, { [field]: writtenAs(text, this.#parts), when })
  }

  async #refuse(one: Who, action: string): Promise<void> {
    const text = wholeOf((await draftOf(this.world, this.id)).revision.content.variants[0]?.text ?? '')
    const answer = await this.#press(one, action)
    if (answer.kind !== 'modal') return
    const result = await submit(this.world, one, answer.modal, { comment: 'No' })
    if (result.kind === 'ephemeral') this.#yes.delete(text)
  }

  async #perform(stages: Pick<World, 'publish'>): Promise<void> {
    for (const { id } of await allActionsOf(this.world, this.id)) await stages.publish.perform(id)
  }

  async #die(published: boolean): Promise<void> {
    await using replica = await this.world.replica()
    const hung = this.world.network.hung()
    this.#plan({ kind: 'hangs', published })
    await Promise.race([this.#perform(replica), hung])
  }
}
