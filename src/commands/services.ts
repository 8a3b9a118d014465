import type { Answer, Origin } from '../chat/platform.ts'
import type { Unit } from '../db/database.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import type { Permission } from '../domain/member.ts'
import type { Reference } from '../domain/reference.ts'
import type { Translator, Translators } from '../locales/translator.ts'
import type { CardMaker } from '../pipeline/card-maker.ts'
import type { Digest } from '../pipeline/digest.ts'
import type { Act, Review } from '../pipeline/review.ts'
import type { Stage } from '../pipeline/stage.ts'

/** What commands and actions work with. */
export interface Services extends Stage {
  readonly translators: Translators
  readonly makeCard: CardMaker
  readonly review: Review
  readonly digest: Digest
}

/** One person doing one thing, known and authorised. */
export interface Invocation {
  readonly services: Services
  readonly platform: string
  readonly origin: Origin
  readonly member: MemberRow
  readonly brand: Brand
  /** Of the person; cards come in every language anyway. */
  readonly t: Translator
}

/** A button, and the modal it may open. */
export interface Action {
  /** What its reference begins with. */
  readonly name: string
  readonly permission: Permission
  /** What the reference's id names. */
  readonly subject: 'mention' | 'draft' | 'brand'
  press?(invocation: Invocation, reference: Reference): Promise<Answer>
  /** The modal sent off; `values` holds the fields that the modal had, whatever the platform sent. */
  submit?(invocation: Invocation, reference: Reference, values: Values): Promise<Answer>
}

export type Values = Readonly<Record<string, string>>

export function ephemeral(text: string): Answer {
  return { kind: 'ephemeral', text }
}

/** The person's act within a transaction. */
export function actOf({ services, brand, member }: Invocation, unit: Unit): Act {
  return { unit, brand, memberId: member.id, now: services.now() }
}
