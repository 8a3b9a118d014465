import type { Unit } from '../db/database.ts'
import { saveAccount } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { expireConnections, insertConnection, lockConnection, settleConnection } from '../db/queries/connections.ts'
import { endOutage } from '../db/queries/outages.ts'
import { listSourceIds } from '../db/queries/sources.ts'
import type { Brand } from '../domain/brand.ts'
import { CONNECTION_LIFE, isConnectionOver } from '../domain/connection.ts'
import { hashToken } from '../domain/token.ts'
import type { Identified } from '../networks/network.ts'
import { CONNECT_PATH, type ConnectOptions, makeToken } from './connect-options.ts'
import { createConnectPage } from './connect-page.ts'
import type { ConnectPage } from './connect-view.ts'
import { wantDelivery } from './follow-up.ts'

/** A person's act within a transaction. */
export interface ConnectAct {
  readonly unit: Unit
  readonly brand: Pick<Brand, 'id'>
  readonly memberId: string
}

/** What is to be connected: an account of that network, a certain one if it is to be connected again. */
export interface Wish {
  readonly network: string
  readonly accountId: string | null
}

export type ConfirmRefusal =
  /** It is somebody else's to confirm. */
  | 'not-yours'
  | 'expired'
  /** It was confirmed or turned down before. */
  | 'over'
  /** Another brand has the account by now. */
  | 'brand'

/** Connects accounts: a link from the chat, a page that tries them, a word in the chat that makes them count. */
export interface Connect {
  /** False where nobody's browser could reach the page: then accounts are connected from the command line. */
  isReachable(): boolean
  /** The address of a page that is good once, for a while and for whoever asked; undefined where nobody could reach it. */
  offer(act: ConnectAct, wish: Wish): Promise<string | undefined>
  /** The account counts from now on. Undefined if it is done. */
  confirm(act: ConnectAct, id: string): Promise<ConfirmRefusal | undefined>
  /** It does not, and its secrets are gone. */
  decline(act: ConnectAct, id: string): Promise<ConfirmRefusal | undefined>
  /** Takes the secrets of what nobody has confirmed in time. */
  expire(): Promise<void>
  readonly page: ConnectPage
}

export function createConnect(options: ConnectOptions): Connect {
  const { database, vault, jobs, now, networks } = options

  /** The row, locked, if it is for this person to settle now. */
  async function lockTried({ unit, memberId }: ConnectAct, id: string) {
    const row = await lockConnection(unit.tx, id)
    if (row === undefined) return 'over'
    if (row.memberId !== memberId) return 'not-yours'
    if (row.state === 'tried' && !isConnectionOver(row, now())) return row
    return row.state === 'confirmed' || row.state === 'declined' ? 'over' : 'expired'
  }

  async function refresh(unit: Unit, id: string, more: readonly string[] = []): Promise<void> {
    const channels = await refreshCards(unit, { kind: 'connection', id }, now())
    await wantDelivery(jobs, unit, [...channels, ...more], now())
  }

  return {
    isReachable: () => options.address() !== undefined,

    async offer({ unit, brand, memberId }, { network, accountId }) {
      const address = options.address()
      if (address === undefined) return undefined
      const link = makeToken()
      const expiresAt = new Date(now().getTime() + CONNECTION_LIFE)
      const wanted = { brandId: brand.id, memberId, network, accountId, linkHash: hashToken(link), expiresAt }
      const id = await insertConnection(unit.tx, wanted)
      const subject = { subjectKind: 'connection', subjectId: id } as const
      await record(unit.tx, {
        actorId: memberId,
        act: 'connection.offered',
        ...subject,
        details: { network, accountId },
      })
      return `${address}${CONNECT_PATH}/${link}`
    },

    async confirm(act, id) {
      const { unit, memberId } = act
      const row = await lockTried(act, id)
      if (typeof row === 'string') return row
      const network = networks.get(row.network)
      if (row.sealed === null || network === undefined) return 'expired'
      const identified = vault.open(row.sealed, id) as unknown as Identified
      const account = await saveAccount(unit.tx, vault, row.brandId, network, identified)
      if (account === undefined) return 'brand'
      await settleConnection(unit.tx, id, 'confirmed')
      const details = { connectionId: id, network: row.network }
      const subject = { subjectKind: 'account', subjectId: account.id } as const
      await record(unit.tx, { actorId: memberId, act: 'account.connected', ...subject, details })
      for (const sourceId of await listSourceIds(unit.tx, account.id)) {
        await jobs.send(unit.tx, 'poll-source', { sourceId }, { key: sourceId })
      }
      await refresh(unit, id, await endOutage(unit, account.id, 'connected', now()))
      return undefined
    },

    async decline(act, id) {
      const row = await lockTried(act, id)
      if (typeof row === 'string') return row
      await settleConnection(act.unit.tx, id, 'declined')
      const subject = { subjectKind: 'connection', subjectId: id } as const
      await record(act.unit.tx, { actorId: act.memberId, act: 'connection.declined', ...subject })
      await refresh(act.unit, id)
      return undefined
    },

    async expire() {
      await database.transact(async unit => {
        for (const { id } of await expireConnections(unit.tx, now())) {
          await record(unit.tx, { actorId: null, act: 'connection.expired', subjectKind: 'connection', subjectId: id })
          await refresh(unit, id)
        }
      })
    },

    page: createConnectPage(options),
  }
}
