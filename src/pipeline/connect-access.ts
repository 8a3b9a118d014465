import { mayAct } from '../chat/platform.ts'
import { type Account, findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findConnection, findConnectionByLink } from '../db/queries/connections.ts'
import { findMemberById } from '../db/queries/people.ts'
import type { ConnectionRow, MemberRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { isConnectionOver } from '../domain/connection.ts'
import type { Language } from '../domain/language.ts'
import { may } from '../domain/member.ts'
import { hashToken } from '../domain/token.ts'
import type { Network } from '../networks/network.ts'
import type { ConnectOptions } from './connect-options.ts'
import type { ConnectDenial, ConnectNetwork, ConnectView, Denied, Shown } from './connect-view.ts'

/** One connection with all that it is about. */
export interface Attempt {
  readonly row: ConnectionRow
  readonly brand: Brand
  readonly member: MemberRow
  readonly network: Network
  /** The account that is to be connected again. */
  readonly again: Account | undefined
  readonly language: Language
}

export type Found = { readonly kind: 'found'; readonly attempt: Attempt } | Denied

/** Who may see and do what about a connection. Looked at anew for every step. */
export interface ConnectAccess {
  /** By a link that nobody has followed yet. */
  byLink(link: string): Promise<Found>
  /** For the browser that holds it, and for no other. */
  held(id: string, browser: string | undefined): Promise<Found>
  /** The same where something is still to be tried; otherwise what there is to be seen. */
  active(id: string, browser: string | undefined): Promise<Found | Shown>
  /** As it is by now, for whoever was let in a moment ago. */
  anew(id: string): Promise<Shown>
}

export function denied(why: ConnectDenial, language?: Language): Denied {
  return { kind: 'denied', why, language }
}

export function shown(attempt: Attempt): Shown {
  return { kind: 'shown', view: viewOf(attempt) }
}

function networkOf({ name, title, capabilities, sources, connecting }: Network): ConnectNetwork {
  const { secret, asksService, usualService = '', authorisation } = connecting
  const hasAuthorisation = authorisation !== undefined
  return { name, title, capabilities, sources, secret, asksService, usualService, hasAuthorisation }
}

export function viewOf({ row, brand, member, network, again, language }: Attempt): ConnectView {
  const isFound = row.state === 'tried' || row.state === 'confirmed'
  return {
    id: row.id,
    state: row.state,
    language,
    brandName: brand.name,
    timeZone: brand.timeZone,
    memberName: member.name,
    platform: member.platform,
    network: networkOf(network),
    again: again === undefined ? null : { handle: again.handle, service: again.service },
    given: row.given ?? { way: 'network', service: again?.service ?? '', handle: again?.handle ?? '' },
    problem: row.problem,
    found: isFound ? { name: row.name ?? '', handle: row.handle ?? '', service: row.service ?? '' } : null,
  }
}

export function createConnectAccess(options: ConnectOptions): ConnectAccess {
  const { database, platforms, networks, now } = options
  const { connection } = database

  async function attemptOf(row: ConnectionRow | undefined): Promise<Found> {
    const brand = row && (await findBrand(connection, row.brandId))
    const member = row && (await findMemberById(connection, row.memberId))
    const network = networks.get(row?.network ?? '')
    if (row === undefined || brand === undefined || member === undefined || network === undefined) {
      return denied('unknown')
    }
    const language = member.language ?? brand.language
    const platform = platforms.get(member.platform)
    const isThere = platform !== undefined && (await mayAct(platform, member.workspace, member.remoteId))
    if (!isThere || !may(member, 'administer')) return denied('not-allowed', language)
    const again = row.accountId === null ? undefined : await findAccount(connection, row.accountId)
    return { kind: 'found', attempt: { row, brand, member, network, again, language } }
  }

  async function held(id: string, browser: string | undefined): Promise<Found> {
    const row = await findConnection(connection, id)
    const isHeld = row?.browserHash != null && browser !== undefined && row.browserHash === hashToken(browser)
    return isHeld ? attemptOf(row) : denied('not-yours')
  }

  return {
    held,
    async byLink(link) {
      const found = await attemptOf(await findConnectionByLink(connection, hashToken(link)))
      if (found.kind === 'denied') return found
      const { row, language } = found.attempt
      if (row.state !== 'offered' && row.state !== 'expired') return denied('used', language)
      return isConnectionOver(row, now()) ? denied('expired', language) : found
    },
    async active(id, browser) {
      const found = await held(id, browser)
      if (found.kind === 'denied') return found
      const { row, language } = found.attempt
      if (row.state !== 'opened' && row.state !== 'authorising') return shown(found.attempt)
      return isConnectionOver(row, now()) ? denied('expired', language) : found
    },
    async anew(id) {
      const found = await attemptOf(await findConnection(connection, id))
      return found.kind === 'denied' ? found : shown(found.attempt)
    },
  }
}
