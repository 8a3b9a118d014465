import { type Modal, readChoices } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import type { Executor } from '../../db/client.ts'
import { type Account, findAccount } from '../../db/queries/accounts.ts'
import { findPublished } from '../../db/queries/corrections.ts'
import { type DraftRecord, lockDraft } from '../../db/queries/drafts.ts'
import type { NetworkActionRow } from '../../db/schema/index.ts'
import { type Content, writtenText } from '../../domain/content.ts'
import { isStanding } from '../../domain/deed.ts'
import type { Reference } from '../../domain/reference.ts'
import { askDeletion } from '../../pipeline/ask-deed.ts'
import { type Deletions, loadDeletions } from '../../pipeline/deletion.ts'
import { type Action, actOf, ephemeral, type Invocation, type Values } from '../services.ts'
import { networkOf } from './field-checks.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { openForm } from './on-draft.ts'

/** What is public on one account and can be deleted there from here. */
interface Deletable {
  readonly account: Account
  readonly actions: readonly NetworkActionRow[]
}

async function listDeletable(
  invocation: Invocation,
  executor: Executor,
  { published, wished }: Deletions,
): Promise<readonly Deletable[]> {
  const isLeft = ({ id }: NetworkActionRow) => !wished.some(({ deed }) => deed.actionId === id && isStanding(deed))
  const found: Deletable[] = []
  for (const [accountId, actions] of Map.groupBy(published.filter(isLeft), action => action.accountId)) {
    const account = await findAccount(executor, accountId)
    if (account === undefined || account.state === 'removed') continue
    const canDelete = networkOf(invocation, account)?.capabilities.deeds.includes('delete') === true
    if (canDelete) found.push({ account, actions })
  }
  return found
}

function titleOf(invocation: Invocation, account: Account): string {
  return networkOf(invocation, account)?.title ?? account.network
}

/** Every text once, as it is by now, with where it stands if they differ. */
function quoteOf(invocation: Invocation, content: Content | undefined, deletable: readonly Deletable[]): string {
  const texts = deletable.flatMap(({ account }) => {
    const variant = content?.variants.find(one => one.accountId === account.id)
    return variant === undefined ? [] : [{ account, text: writtenText(variant) }]
  })
  const [first] = texts
  if (first === undefined || texts.every(({ text }) => text === first.text)) return first?.text ?? ''
  return texts.map(({ account, text }) => `${titleOf(invocation, account)}:\n${text}`).join('\n\n')
}

/** Says what is deleted, and that nobody can take it back; where, the person says. */
async function formFor(invocation: Invocation, draft: DraftRecord): Promise<Omit<Modal, 'id'>> {
  const { t, services } = invocation
  const { connection } = services.database
  const deletions = await loadDeletions(connection, draft.row)
  const deletable = await listDeletable(invocation, connection, deletions)
  const lost = deletions.lost.length
  return {
    title: t('modal.delete.title'),
    submit: t('modal.delete.submit'),
    intro: [t('modal.delete.intro'), ...(lost === 0 ? [] : [t('draft.deletion.lost', { count: lost })])].join('\n'),
    quote: quoteOf(invocation, await findPublished(connection, draft.row.id), deletable),
    fields: [
      {
        id: 'accounts',
        kind: 'choices',
        label: t('modal.delete.accounts'),
        // Nothing is done by mistake.
        value: '',
        required: true,
        options: deletable.map(({ account, actions }) => ({
          value: account.id,
          label: t('modal.delete.account', {
            network: titleOf(invocation, account),
            handle: account.handle,
            count: actions.length,
          }),
        })),
      },
    ],
  }
}

async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
  const answer = await openForm(invocation, reference, draft => formFor(invocation, draft))
  const [field] = answer.kind === 'modal' ? answer.modal.fields : []
  if (field?.kind !== 'choices' || field.options.length > 0) return answer
  const subject = { kind: 'draft', id: reference.id } as const
  return freshCard(invocation, subject, await withLast(invocation, subject, invocation.t('refusal.delete.nothing')))
}

async function submit(invocation: Invocation, reference: Reference, values: Values): Promise<Answer> {
  const { t, services } = invocation
  const chosen = readChoices(values.accounts ?? '')
  const wrong = (error: string): Answer => ({ kind: 'errors', errors: { accounts: error } })
  if (chosen.length === 0) return wrong(t('error.delete.nowhere'))
  const subject = { kind: 'draft', id: reference.id } as const
  const result = await services.database.transact(async unit => {
    const found = await lockDraft(unit.tx, reference.id)
    if (found === undefined) return 'gone'
    if (found.row.version !== reference.version) return 'stale'
    const deletable = await listDeletable(invocation, unit.tx, await loadDeletions(unit.tx, found.row))
    const meant = deletable.filter(({ account }) => chosen.includes(account.id))
    if (meant.length !== chosen.length) return 'unknown'
    const actions = meant.flatMap(one => one.actions)
    await askDeletion(services.jobs, actOf(invocation, unit), found, actions)
    return meant
  })
  if (result === 'gone') return ephemeral(t('refusal.gone'))
  if (result === 'stale') return freshCard(invocation, subject, await withLast(invocation, subject, t('refusal.stale')))
  if (result === 'unknown') return wrong(t('error.choice'))
  const networks = t.list(result.map(({ account }) => titleOf(invocation, account)))
  return freshCard(invocation, subject, t('done.delete', { networks }))
}

/** Takes what was published from its networks, for good. */
export const draftDelete: Action = {
  name: 'draft.delete',
  permission: 'review-drafts',
  subject: 'draft',
  press,
  submit,
}
