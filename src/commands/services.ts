import type { GivenFile } from '../chat/card.ts'
import type { Answer, ChatPlatform, Origin } from '../chat/platform.ts'
import type { Transaction } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import type { Permission } from '../domain/member.ts'
import type { Reference } from '../domain/reference.ts'
import type { Translator, Translators } from '../locales/translator.ts'
import type { Attach } from '../pipeline/attach.ts'
import type { CardMaker } from '../pipeline/card-maker.ts'
import type { Connect } from '../pipeline/connect.ts'
import type { Digest } from '../pipeline/digest.ts'
import type { Erase } from '../pipeline/erase.ts'
import type { ExportAuthor } from '../pipeline/export-author.ts'
import type { Asker } from '../pipeline/link-cards.ts'
import type { Measure } from '../pipeline/measure.ts'
import type { NoteMaker } from '../pipeline/note-maker.ts'
import type { Act, Review } from '../pipeline/review.ts'
import type { Stage } from '../pipeline/stage.ts'
import type { Withdraw } from '../pipeline/withdraw.ts'
import type { Rights } from './rights.ts'

/** What commands and actions work with. */
export interface Services extends Stage {
  readonly translators: Translators
  /** The language of a text: ISO 639-1, or `und`. */
  readonly readLanguage: (text: string) => string
  readonly makeCard: CardMaker
  readonly notes: NoteMaker
  readonly review: Review
  readonly attach: Attach
  readonly digest: Digest
  readonly measure: Pick<Measure, 'report'>
  readonly connect: Connect
  readonly withdraw: Withdraw
  readonly erase: Pick<Erase, 'request'>
  readonly exportAuthor: Pick<ExportAuthor, 'offer'>
  /** Gives a new brand what it needs where it was made: the local workspace makes its channels itself. */
  readonly welcomeBrand: (tx: Transaction, platform: string, brand: Brand) => Promise<void>
}

/** One person doing one thing in a workspace, known and authorised; where no brand is needed. */
export interface Visit {
  readonly services: Services
  readonly platform: ActingPlatform
  readonly origin: Origin
  /** With the roles that they have for the brand; without one, for all of the workspace. */
  readonly member: MemberRow
  /** What they may do elsewhere. */
  readonly rights: Rights
  /** The brand of the place, if it has one. */
  readonly brand: Brand | undefined
  /** Files that came with a command. */
  readonly files?: readonly GivenFile[]
  /** Of the person; cards come in every language anyway. */
  readonly t: Translator
}

/** The same about a brand. */
export interface Invocation extends Visit {
  readonly brand: Brand
}

/** What acting needs of a chat platform. */
export type ActingPlatform = Pick<
  ChatPlatform,
  'name' | 'customs' | 'person' | 'groups' | 'channel' | 'problems' | 'openFile'
>

interface Acting<Context> {
  /** What its reference begins with. */
  readonly name: string
  readonly permission: Permission
  press?(context: Context, reference: Reference): Promise<Answer>
  /** The modal sent off; `values` holds the fields that the modal had, whatever the platform sent. */
  submit?(context: Context, reference: Reference, values: Values): Promise<Answer>
}

/** A button, and the modal it may open; `subject` is what the reference's id names. */
export interface Action extends Acting<Invocation> {
  /** `bindable` is a brand that the workspace has, or may have because no team has it yet. */
  readonly subject:
    | 'mention'
    | 'draft'
    | 'brand'
    | 'bindable'
    | 'channel'
    | 'summary'
    | 'account'
    | 'outage'
    | 'connection'
}

/** One that needs no brand, because it makes one. */
export interface WorkspaceAction extends Acting<Visit> {
  readonly subject: 'workspace'
}

export type Values = Readonly<Record<string, string>>

export function ephemeral(text: string): Answer {
  return { kind: 'ephemeral', text }
}

/** Whoever asks for something that comes later, and is to be told. */
export function askerOf({ platform, origin, member }: Visit): Asker {
  return { platform: platform.name, origin, memberId: member.id }
}

/** The person's act within a transaction. */
export function actOf({ services, brand, member }: Invocation, unit: Unit): Act {
  return { unit, brand, memberId: member.id, now: services.now() }
}
