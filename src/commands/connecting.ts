import { serverName } from '../cards/connection-card.ts'
import { nameIn } from '../cards/elements.ts'
import type { Modal } from '../chat/card.ts'
import type { Answer } from '../chat/platform.ts'
import type { ConnectionRow } from '../db/schema/index.ts'
import { foldLetters } from '../domain/folding.ts'
import { formatReference } from '../domain/reference.ts'
import type { Network } from '../networks/network.ts'
import type { ConfirmRefusal, Wish } from '../pipeline/connect.ts'
import { createNonce } from './actions/nonce.ts'
import { actOf, ephemeral, type Invocation, type Services } from './services.ts'

/** The network that somebody means, by either of its names. */
export function networkNamed({ networks }: Services, typed: string): Network | undefined {
  const wanted = foldLetters(typed)
  return [...networks.values()].find(({ name, title }) => name === wanted || foldLetters(title) === wanted)
}

/** The way to the page on which the account is connected, for this person alone. */
export async function offerPage(invocation: Invocation, wish: Wish): Promise<Answer> {
  const { services, brand, t } = invocation
  const url = await services.database.transact(unit => services.connect.offer(actOf(invocation, unit), wish))
  if (url === undefined) return ephemeral(unreachableText(invocation, wish.network))
  const network = services.networks.get(wish.network)?.title ?? wish.network
  const text = t('connect.link', { network, brand: nameIn(brand.name) })
  return { kind: 'ephemeral', text, link: { label: t('connect.link.open'), url } }
}

/** Where nobody's browser could reach the page: what whoever runs Vigie can do. */
export function unreachableText({ brand, t }: Invocation, network: string): string {
  return t('connect.unreachable', { network, slug: brand.slug })
}

/** Which network, where none was named. */
export function chooseNetwork({ services, brand, t }: Invocation): Modal {
  const options = [...services.networks.values()].map(({ name, title }) => ({ value: name, label: title }))
  const reference = { action: 'account.connect', id: brand.id, version: 0, nonce: createNonce() }
  const value = options.find(one => one.value !== 'local')?.value ?? options[0]?.value ?? ''
  return {
    id: formatReference(reference),
    title: t('modal.connect.title'),
    submit: t('modal.connect.submit'),
    intro: t('modal.connect.intro'),
    fields: [{ id: 'network', kind: 'select', label: t('modal.connect.network'), value, required: true, options }],
  }
}

/** What may be said about it; the first is offered. */
export const ANSWERS = ['confirm', 'decline'] as const

/** Asks about an account that was opened on the page, wherever its card does not come to. */
export function askAbout({ services, t }: Invocation, row: ConnectionRow): Modal {
  const values = {
    network: services.networks.get(row.network)?.title ?? row.network,
    name: nameIn(row.name ?? '', row.handle ?? ''),
    handle: nameIn(row.handle ?? ''),
    server: serverName(row.service ?? '') || 'none',
  }
  const options = ANSWERS.map(value => ({ value, label: t(`connection.button.${value}`) }))
  return {
    id: formatReference({ action: 'connection.answer', id: row.id, version: 0, nonce: createNonce() }),
    title: t('modal.connection.title'),
    submit: t('modal.connection.submit'),
    intro: t('modal.connection.intro', values),
    fields: [
      { id: 'answer', kind: 'select', label: t('modal.connection.answer'), value: ANSWERS[0], required: true, options },
    ],
  }
}

/** Why somebody's word about an account changed nothing. */
export function confirmRefusalText({ t }: Invocation, refusal: ConfirmRefusal): string {
  return t(`refusal.connection.${refusal}`)
}
