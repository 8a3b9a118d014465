import { faultText } from '../db/fault-text.ts'
import { type Account, findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { barServer, findPurse, forgetFailures, lockPurse, savePurse } from '../db/queries/look-purses.ts'
import {
  adoptAccounts,
  type ClaimedLook,
  findDueLooks,
  type LookLag,
  listDueServers,
  postponeLooks,
  readLookLag,
  type Server,
  settleLook,
} from '../db/queries/looks.ts'
import { saveAccountSample, savePostSample } from '../db/queries/samples.ts'
import type { LookKind } from '../db/schema/index.ts'
import { lookInterval, nextLook, SECOND_OPINION } from '../domain/look.ts'
import { burstOf, fullPurse, type LookBudget, refill, spend } from '../domain/look-budget.ts'
import { dayOf, tomorrowAt } from '../domain/time.ts'
import type { Classifier } from '../insight/classify.ts'
import { type Network, NetworkError, type Sight } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { beginAccountOutage } from './account-outage.ts'
import { createFollowPost } from './follow-post.ts'
import { createFollowPublication } from './follow-publication.ts'
import type { LookOutcome } from './observer.ts'
import { createTextReader } from './reading.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that one call may take. */
const LOOK_TIMEOUT = 30_000
/** Milliseconds after which what was taken to be looked at, by a process that died meanwhile, is due again. */
const LEASE = 10 * 60_000
/** Milliseconds for which a server that does not answer is left alone: doubling from the first to the last. */
const FIRST_WAIT = 60_000
const LONGEST_WAIT = 30 * 60_000
/** For a network of which nobody has read the limits. */
const CAREFUL: LookBudget = { looks: 30, seconds: 300 }

/**
 * Sixth stage: the second look. Posts that we know are looked at again, ever more rarely, so that edits and deletions at
 * the source are followed and we learn how our own fare; accounts are counted once a day. All of it within a read budget,
 * which replicas share, so that it never stands in the way of intake and publishing.
 */
export interface Measure {
  /** Servers on which something is due. */
  listDue(): Promise<readonly Server[]>
  /** Looks at what is due there, as far as the budget goes. Does nothing if another replica is at it. */
  look(server: Server): Promise<void>
  /** How it fares on the servers of a brand's accounts. */
  report(brandId: string): Promise<readonly LookReport[]>
}

/** How looking again fares on one server of a network. */
export interface LookReport {
  readonly network: string
  /** Milliseconds for which the look that is due longest has been due; 0 if none is. */
  readonly late: number
  /** Looks that may be taken at this moment, and what of them there can be at most. */
  readonly left: number
  readonly burst: number
  readonly budget: LookBudget
  /** Nobody looks there until then; null if somebody does. */
  readonly barredUntil: Date | null
}

export interface MeasureOptions extends Stage {
  readonly clients: AccountClients
  readonly classify: Classifier
  /** In place of each network's own. */
  readonly budget?: LookBudget
}

/** What a network can tell of again. */
function kindsOf({ looksAtOnce, capabilities }: Network): readonly LookKind[] {
  return [
    ...(looksAtOnce === undefined ? [] : (['post', 'publication'] as const)),
    ...(capabilities.counts.account.length === 0 ? [] : (['account'] as const)),
  ]
}

interface Claim {
  readonly account: Account
  readonly looks: readonly ClaimedLook[]
}

export function createMeasure(options: MeasureOptions): Measure {
  const { database, networks, clients, now, log, observer } = options
  const budgetOf = (network: Network | undefined) => options.budget ?? network?.lookBudget ?? CAREFUL
  const { connection } = database
  const posts = createFollowPost({ ...options, readText: createTextReader(options.classify, log) })
  const publications = createFollowPublication(options)
  const counting = [...networks.values()].filter(one => kindsOf(one).includes('account')).map(one => one.name)

  /** Takes what is due longest, if the budget has room for all that goes into one call. */
  async function claim(server: Server, network: Network): Promise<Claim | undefined> {
    return database.transact(async ({ tx }) => {
      const budget = budgetOf(network)
      const purse = await lockPurse(tx, server, budget, now())
      if (purse === undefined) return undefined
      const limit = Math.min(network.looksAtOnce ?? 1, burstOf(budget))
      const due = await findDueLooks(tx, server, { kinds: kindsOf(network), limit, now: now() })
      const account = due && (await findAccount(tx, due.accountId))
      const rest = due && spend(purse, due.looks.length)
      if (due === undefined || due.looks.length === 0 || account === undefined || rest === undefined) return undefined
      const ids = due.looks.map(({ row }) => row.id)
      await postponeLooks(tx, ids, new Date(now().getTime() + LEASE))
      await savePurse(tx, server, rest)
      return { account, looks: due.looks }
    })
  }

  async function ask({ account, looks }: Claim): Promise<void> {
    const [first] = looks
    const signal = AbortSignal.timeout(LOOK_TIMEOUT)
    const client = clients.open(account)
    if (first?.row.kind === 'account') return countAccount(account, first, await client.count?.(signal))
    const references = looks.map(({ reference }) => reference)
    const sights = (await client.look?.(references, signal)) ?? []
    for (const [index, look] of looks.entries()) {
      const outcome = await settle(look, sights[index]).catch(async (fault: unknown) => {
        // The others are not to miss their turn because of one.
        log.error({ err: fault, lookId: look.row.id }, 'what was seen of a post could not be kept')
        await skip(look)
        return 'failed' as const
      })
      observer.looked(account.network, outcome, 1)
    }
  }

  /** It has had its turn. */
  async function skip({ row }: ClaimedLook): Promise<void> {
    const dueAt = row.kind === 'account' ? new Date(now().getTime() + lookInterval(0)) : nextLook(row, now())
    await settleLook(connection, row.id, { dueAt })
  }

  async function countAccount(
    account: Account,
    { row }: ClaimedLook,
    counts: Parameters<typeof saveAccountSample>[2] | undefined,
  ): Promise<void> {
    const zone = (await findBrand(connection, account.brandId))?.timeZone ?? 'UTC'
    await database.transact(async ({ tx }) => {
      if (counts !== undefined) await saveAccountSample(tx, account.id, counts, dayOf(now(), zone))
      // At the beginning of a day, so that days and weeks can be compared.
      await settleLook(tx, row.id, { dueAt: tomorrowAt(now(), 0, zone), lookedAt: now() })
    })
    observer.looked(account.network, 'counted', 1)
  }

  async function settle(look: ClaimedLook, sight: Sight | undefined): Promise<LookOutcome> {
    const { row } = look
    if (sight === undefined) {
      await skip(look)
      return 'unjudged'
    }
    const lookedAt = now()
    const dueAt = nextLook(row, lookedAt)
    if (sight.kind === 'gone' && row.state === 'there') {
      const soon = new Date(lookedAt.getTime() + SECOND_OPINION)
      await settleLook(connection, row.id, { dueAt: soon, lookedAt, state: 'missing' })
      return 'same'
    }
    return database.transact(async unit => {
      const state = sight.kind === 'gone' ? 'gone' : 'there'
      await settleLook(unit.tx, row.id, { dueAt, lookedAt, state })
      if (row.actionId !== null) {
        if (sight.kind === 'there') await savePostSample(unit.tx, row.actionId, sight.counts, lookedAt)
        return publications.see(unit, row.actionId, row.state, state)
      }
      if (row.postId === null) return 'same'
      return sight.kind === 'gone' ? posts.gone(unit, row.postId) : posts.there(unit, row.postId, sight.post)
    })
  }

  /** True if there may be more to be looked at. */
  async function rememberFailure(server: Server, { account, looks }: Claim, fault: unknown): Promise<boolean> {
    const kind = fault instanceof NetworkError ? fault.kind : 'fault'
    observer.looked(server.network, 'failed', looks.length)
    log.warn({ ...server, accountId: account.id, kind, err: faultText(fault) }, 'posts could not be looked at again')
    if (fault instanceof NetworkError && fault.fault.kind === 'rate-limited') {
      await bar(server, Math.max(fault.fault.retryAt.getTime(), now().getTime() + FIRST_WAIT))
      return false
    }
    switch (kind) {
      case 'unauthorised':
        await refuse(account)
        return true
      case 'unavailable':
      case 'outcome-unknown': {
        const failures = (await findPurse(connection, server))?.failures ?? 0
        await bar(server, now().getTime() + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 20)))
        return false
      }
      default:
        // One of them may be what the network chokes on: they have had their turn.
        for (const look of looks) await skip(look)
        return true
    }
  }

  async function bar(server: Server, until: number): Promise<void> {
    await barServer(connection, server, new Date(until), now())
  }

  async function refuse(account: Account): Promise<void> {
    clients.close(account.id)
    await database.transact(unit => beginAccountOutage(options, unit, account))
  }

  /** True if there may be more. */
  async function lookOnce(server: Server, network: Network): Promise<boolean> {
    const claimed = await claim(server, network)
    if (claimed === undefined) return false
    try {
      await ask(claimed)
    } catch (fault) {
      return rememberFailure(server, claimed, fault)
    }
    await forgetFailures(connection, server)
    return true
  }

  async function reportOf({ network, service, since }: LookLag): Promise<LookReport> {
    const budget = budgetOf(networks.get(network))
    const purse = await findPurse(connection, { network, service })
    const barredUntil = purse?.barredUntil ?? null
    return {
      network,
      late: since === null ? 0 : now().getTime() - since.getTime(),
      left: Math.floor(refill(purse ?? fullPurse(budget, now()), budget, now()).left),
      burst: burstOf(budget),
      budget,
      barredUntil: barredUntil !== null && barredUntil > now() ? barredUntil : null,
    }
  }

  return {
    async report(brandId) {
      const servers = await readLookLag(connection, now(), brandId)
      return Promise.all(servers.map(reportOf))
    },
    async listDue() {
      await adoptAccounts(connection, counting, now())
      const servers = await listDueServers(connection, now())
      return servers.filter(({ network }) => networks.has(network))
    },
    async look(server) {
      const network = networks.get(server.network)
      if (network === undefined) return
      await using lock = await database.locks.tryAcquire(`looks ${server.network} ${server.service}`)
      if (lock === undefined) return
      while (await lookOnce(server, network)) {}
    },
  }
}
