import { findOutage } from '../../db/queries/outages.ts'
import { networkNamed, offerPage } from '../connecting.ts'
import { type Action, ephemeral } from '../services.ts'
import { freshCard } from './fresh-card.ts'

/** The network was chosen in a form. */
export const accountConnect: Action = {
  name: 'account.connect',
  permission: 'administer',
  subject: 'brand',
  async submit(invocation, _reference, values) {
    const network = networkNamed(invocation.services, values.network ?? '')
    if (network === undefined) return { kind: 'errors', errors: { network: invocation.t('error.choice') } }
    return offerPage(invocation, { network: network.name, accountId: null })
  },
}

/** The button on the card of an account that its network refuses. */
export const accountReconnect: Action = {
  name: 'account.reconnect',
  permission: 'administer',
  subject: 'outage',
  async press(invocation, reference) {
    const { services, t } = invocation
    const found = await findOutage(services.database.connection, reference.id)
    if (found === undefined) return ephemeral(t('refusal.gone'))
    const { outage, account } = found
    if (outage.endedAt !== null) return freshCard(invocation, { kind: 'outage', id: outage.id }, t('outage.works'))
    return offerPage(invocation, { network: account.network, accountId: account.id })
  },
}
