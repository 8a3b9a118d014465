import type { Modal } from '../../chat/card.ts'
import { type Account, countWaitingFor, findAccount, removeAccount } from '../../db/queries/accounts.ts'
import { record } from '../../db/queries/audit.ts'
import { endOutage } from '../../db/queries/outages.ts'
import { formatReference } from '../../domain/reference.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { type Action, ephemeral, type Invocation } from '../services.ts'
import { createNonce } from './nonce.ts'

/** Nothing is done by mistake: the first is offered. */
const ANSWERS = ['keep', 'remove'] as const

function namesOf({ services }: Invocation, { network, handle }: Account) {
  return { network: services.networks.get(network)?.title ?? network, handle }
}

/** Says what it means, and asks whether it is meant. */
export async function sureModal(invocation: Invocation, account: Account): Promise<Modal> {
  const { services, t } = invocation
  const waiting = await countWaitingFor(services.database.connection, account.id)
  const values = { ...namesOf(invocation, account), ...waiting }
  const lines = [
    t('modal.disconnect.sure'),
    t('modal.disconnect.posts', values),
    ...(waiting.deeds === 0 ? [] : [t('modal.disconnect.deeds', values)]),
    t('modal.disconnect.mentions', values),
  ]
  return {
    id: formatReference({ action: 'account.remove', id: account.id, version: 0, nonce: createNonce() }),
    title: t('modal.disconnect.title'),
    submit: t('modal.disconnect.submit'),
    intro: [t('modal.disconnect.which', values), ...lines].join('\n'),
    fields: [
      {
        id: 'sure',
        kind: 'select',
        label: t('modal.disconnect.really'),
        value: ANSWERS[0],
        required: true,
        options: ANSWERS.map(value => ({ value, label: t(`modal.disconnect.${value}`) })),
      },
    ],
  }
}

/** The account was chosen: what that means is said before it is done. */
export const accountDisconnect: Action = {
  name: 'account.disconnect',
  permission: 'administer',
  subject: 'brand',
  async submit(invocation, _reference, values) {
    const { services, brand, t } = invocation
    const id = /^[0-9a-f-]{36}$/.test(values.account ?? '') ? values.account : undefined
    const account = id === undefined ? undefined : await findAccount(services.database.connection, id)
    if (account === undefined || account.brandId !== brand.id || account.state === 'removed') {
      return { kind: 'errors', errors: { account: t('error.account.unknown') } }
    }
    return { kind: 'modal', modal: await sureModal(invocation, account) }
  },
}

export const accountRemove: Action = {
  name: 'account.remove',
  permission: 'administer',
  subject: 'account',
  async submit(invocation, { id }, { sure }) {
    const { services, member, t } = invocation
    const { database, jobs, now } = services
    const account = await findAccount(database.connection, id)
    if (account === undefined || account.state === 'removed') return ephemeral(t('refusal.gone'))
    if (sure !== 'remove') return ephemeral(t('done.kept', namesOf(invocation, account)))
    const giveBack = await services.withdraw(account)
    await database.transact(async unit => {
      await removeAccount(unit.tx, id)
      const act = 'account.removed'
      await record(unit.tx, { actorId: member.id, act, subjectKind: 'account', subjectId: id })
      await wantDelivery(jobs, unit, await endOutage(unit, id, 'removed', now()), now())
    })
    void giveBack()
    return ephemeral(t('done.disconnected', namesOf(invocation, account)))
  },
}
