import { context, nameIn, oneLine, said } from '../cards/elements.ts'
import type { Card, CardElement, Runs } from '../chat/card.ts'
import { findLastReview, listOpenDrafts } from '../db/queries/drafts.ts'
import { listWaitingMentions } from '../db/queries/mentions.ts'
import { policyFor } from '../domain/brand.ts'
import { isReply } from '../domain/content.ts'
import { may } from '../domain/member.ts'
import type { Translator } from '../locales/translator.ts'
import type { Invocation } from './services.ts'
import { accountLines } from './status.ts'

/** Lines of one list: a page that is read at a glance. */
const MOST = 10
/** Rows that are looked through for them. */
const LOOKED_AT = 200
/** Milliseconds that the page looks ahead. */
const AHEAD = 7 * 24 * 60 * 60 * 1_000

function section(title: string, lines: readonly Runs[], t: Translator, none: string): readonly CardElement[] {
  if (lines.length === 0) return [{ kind: 'text', text: `${title}\n${none}` }]
  const more = lines.length > MOST ? [context(t('home.more', { count: lines.length - MOST }))] : []
  return [said([title, ...lines.slice(0, MOST).flatMap(line => ['\n• ', ...line])]), ...more]
}

type OpenDraft = Awaited<ReturnType<typeof listOpenDrafts>>[number]

/** Whether this person's yes is what the draft waits for. */
function waitsFor({ member, brand }: Invocation, { row, revision }: OpenDraft): boolean {
  if (row.state !== 'in-review' || !may(member, 'review-drafts')) return false
  if (row.authorId === member.id && !policyFor(brand, isReply(revision.content)).authorMayApprove) return false
  return !row.approvals.some(({ memberId }) => memberId === member.id)
}

/** What the person wrote and has to see to: sent back, begun and never sent, or not out as it should be. */
async function ownLine({ services, member, t }: Invocation, one: OpenDraft): Promise<string | undefined> {
  const { id, state, authorId } = one.row
  if (authorId !== member.id) return undefined
  const draft = oneLine(one.revision.content.variants[0]?.text ?? '', 80)
  switch (state) {
    case 'draft': {
      const last = await findLastReview(services.database.connection, id)
      if (last === undefined) return t('home.finish', { draft })
      return t('home.change', { draft, name: nameIn(last.by), comment: oneLine(last.comment, 80) })
    }
    case 'failed':
    case 'missed':
    case 'outcome-unknown':
      return t(`home.${state}`, { draft })
    default:
      return undefined
  }
}

function draftLine({ revision, author }: OpenDraft): string {
  return `${oneLine(revision.content.variants[0]?.text ?? '', 80)} (${nameIn(author)})`
}

/** What waits for the person, what goes out soon and how the accounts are, of one brand. */
async function brandElements(invocation: Invocation): Promise<readonly CardElement[]> {
  const { services, brand, member, t } = invocation
  const { connection } = services.database
  const drafts = await listOpenDrafts(connection, brand.id, LOOKED_AT)
  const mentions = await listWaitingMentions(connection, brand.id, LOOKED_AT)
  const end = new Date(services.now().getTime() + AHEAD)
  const own = await Promise.all(drafts.map(one => ownLine(invocation, one)))
  const waiting = [
    ...own.flatMap(line => (line === undefined ? [] : [[line]])),
    ...drafts.filter(one => waitsFor(invocation, one)).map(one => [t('home.approve', { draft: draftLine(one) })]),
    ...mentions
      .filter(({ mention }) => mention.assigneeId === member.id && mention.state === 'taken')
      .map(({ post }) => [
        t('home.answer', { name: nameIn(post.authorName, post.authorHandle), text: oneLine(post.text, 80) }),
      ]),
  ]
  const soon = drafts
    .flatMap(one => (one.row.publishAt === null ? [] : [{ one, at: one.row.publishAt }]))
    .filter(({ one, at }) => one.row.state === 'scheduled' && at <= end)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ one, at }) => t.runs('home.goes-out', { at: t.moment(at, brand.timeZone), draft: draftLine(one) }))
  return [
    { kind: 'text', text: t('command.status.brand', { brand: brand.name, zone: brand.timeZone }) },
    ...section(t('home.waiting'), waiting, t, t('home.waiting.none')),
    ...section(t('home.soon'), soon, t, t('home.soon.none')),
    ...section(
      t('home.accounts'),
      (await accountLines(invocation)).map(line => [line]),
      t,
      '',
    ),
  ]
}

/** A person's own page, with every brand of the workspace. */
export async function homeCard(t: Translator, invocations: readonly Invocation[]): Promise<Card> {
  const elements: CardElement[] = []
  for (const invocation of invocations) elements.push(...(await brandElements(invocation)))
  const empty: readonly CardElement[] = [{ kind: 'text', text: t('home.no-brand') }]
  const shown = invocations.length === 0 ? empty : elements
  return { header: t('home.title'), tone: 'neutral', elements: [...shown, context(t('home.hint'))] }
}
