import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Brand } from '../../domain/brand.ts'
import type { Keywords } from '../../domain/keywords.ts'
import { REMINDER_RULES } from '../../domain/reminder.ts'
import type { Executor, Transaction } from '../client.ts'
import { type BrandRow, brands, keywords } from '../schema/index.ts'

function toBrand(row: BrandRow, words: readonly (typeof keywords.$inferSelect)[]): Brand {
  const of = (kind: (typeof words)[number]['kind']) =>
    words.filter(word => word.brandId === row.id && word.kind === kind).map(word => word.text)
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    timeZone: row.timeZone,
    language: row.language,
    keywords: { phrases: of('phrase'), exclusions: of('exclusion'), handles: of('handle') },
    policy: { approvals: row.approvals, authorMayApprove: row.authorMayApprove },
    replyPolicy: { approvals: row.replyApprovals, authorMayApprove: row.replyAuthorMayApprove },
    reminders: { post: row.remindPostAfter, reply: row.remindReplyAfter },
    retentionMonths: row.retentionMonths,
    createdAt: row.createdAt,
  }
}

async function withKeywords(executor: Executor, rows: readonly BrandRow[]): Promise<readonly Brand[]> {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const words = await executor.select().from(keywords).where(inArray(keywords.brandId, ids)).orderBy(asc(keywords.id))
  return rows.map(row => toBrand(row, words))
}

export async function listBrands(executor: Executor): Promise<readonly Brand[]> {
  return withKeywords(executor, await executor.select().from(brands).orderBy(asc(brands.createdAt), asc(brands.id)))
}

export async function findBrand(executor: Executor, id: string): Promise<Brand | undefined> {
  const rows = await executor.select().from(brands).where(eq(brands.id, id))
  return (await withKeywords(executor, rows))[0]
}

/** Locks the brand's row until the transaction ends, so that two people changing parts of it take turns. */
export async function lockBrand(tx: Transaction, id: string): Promise<Brand | undefined> {
  const rows = await tx.select().from(brands).where(eq(brands.id, id)).for('update')
  return (await withKeywords(tx, rows))[0]
}

export async function findBrandBySlug(executor: Executor, slug: string): Promise<Brand | undefined> {
  const rows = await executor.select().from(brands).where(eq(brands.slug, slug))
  return (await withKeywords(executor, rows))[0]
}

export async function updateBrand(
  executor: Executor,
  id: string,
  change: Partial<
    Pick<
      BrandRow,
      | 'retentionMonths'
      | 'language'
      | 'timeZone'
      | 'approvals'
      | 'authorMayApprove'
      | 'replyApprovals'
      | 'replyAuthorMayApprove'
    >
  >,
): Promise<void> {
  await executor.update(brands).set(change).where(eq(brands.id, id))
}

/** Everything about a brand but its slug, which links and people's habits hang on. */
export async function replaceBrand(executor: Executor, id: string, brand: Omit<NewBrand, 'slug'>): Promise<void> {
  const { name, timeZone, language } = brand
  await executor
    .update(brands)
    .set({ name, timeZone, language, ...policyColumns(brand) })
    .where(eq(brands.id, id))
  await executor.delete(keywords).where(eq(keywords.brandId, id))
  await insertKeywords(executor, id, brand.keywords)
}

function policyColumns({ policy, replyPolicy, reminders = REMINDER_RULES }: NewBrandRules) {
  return {
    remindPostAfter: reminders.post,
    remindReplyAfter: reminders.reply,
    approvals: policy.approvals,
    authorMayApprove: policy.authorMayApprove,
    replyApprovals: replyPolicy.approvals,
    replyAuthorMayApprove: replyPolicy.authorMayApprove,
  }
}

async function insertKeywords(executor: Executor, brandId: string, words: Keywords): Promise<void> {
  const rows = [
    ...words.phrases.map(text => ({ brandId, kind: 'phrase' as const, text })),
    ...words.exclusions.map(text => ({ brandId, kind: 'exclusion' as const, text })),
    ...words.handles.map(text => ({ brandId, kind: 'handle' as const, text })),
  ]
  if (rows.length > 0) await executor.insert(keywords).values(rows).onConflictDoNothing()
}

type NewBrandRules = Pick<NewBrand, 'policy' | 'replyPolicy' | 'reminders'>

export interface NewBrand {
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly language: Brand['language']
  readonly keywords: Keywords
  readonly policy: Brand['policy']
  readonly replyPolicy: Brand['replyPolicy']
  /** As for every brand, unless told. */
  readonly reminders?: Brand['reminders']
}

/** Answers with the new brand, or undefined if one with this slug exists. `id` is made with the form, if one asked for it. */
export async function insertBrand(executor: Executor, brand: NewBrand, id?: string): Promise<Brand | undefined> {
  const [row] = await executor
    .insert(brands)
    .values({
      ...(id === undefined ? {} : { id }),
      slug: brand.slug,
      name: brand.name,
      timeZone: brand.timeZone,
      language: brand.language,
      ...policyColumns(brand),
    })
    .onConflictDoNothing()
    .returning()
  if (row === undefined) return undefined
  await insertKeywords(executor, row.id, brand.keywords)
  return findBrand(executor, row.id)
}

/** Sets the hash of the code that lets the brand's team work in another place too; one that was there is good no more. */
export async function setShare(executor: Executor, id: string, shareHash: string, shareUntil: Date): Promise<void> {
  await executor.update(brands).set({ shareHash, shareUntil }).where(eq(brands.id, id))
}

/** The brand that the code is for, once: the code is used up by it. */
export async function useShare(executor: Executor, shareHash: string, now: Date): Promise<string | undefined> {
  const [row] = await executor
    .update(brands)
    .set({ shareHash: null, shareUntil: null })
    .where(and(eq(brands.shareHash, shareHash), gt(brands.shareUntil, now)))
    .returning({ id: brands.id })
  return row?.id
}
