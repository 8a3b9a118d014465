import { record } from '../db/queries/audit.ts'
import {
  bindBrowser,
  findConnectionByLink,
  findConnectionByState,
  saveAuthorising,
  saveProblem,
  useState,
} from '../db/queries/connections.ts'
import type { GivenSignIn } from '../db/schema/index.ts'
import { isConnectionOver, readService } from '../domain/connection.ts'
import { hashToken } from '../domain/token.ts'
import { type Attempt, createConnectAccess, denied, shown, viewOf } from './connect-access.ts'
import { type ConnectOptions, makeToken, RETURN_PATH } from './connect-options.ts'
import { createTrials } from './connect-trial.ts'
import type { ConnectPage } from './connect-view.ts'

type Service = { readonly service?: string }

/** What the page for connecting accounts works with. */
export function createConnectPage(options: ConnectOptions): ConnectPage {
  const { database, vault, allowInternal, now } = options
  const { connection } = database
  const trials = createTrials(options)
  const access = createConnectAccess(options)

  /** The server that is meant; undefined where that cannot be told: the row then says why. */
  async function serviceOf({ row, network, again }: Attempt, given: GivenSignIn): Promise<Service | undefined> {
    const { asksService, usualService } = network.connecting
    if (!asksService) return {}
    // Another server would have another account.
    if (again !== undefined) return { service: again.service }
    if (given.service === '' && usualService !== undefined) return {}
    const read = readService(given.service, { allowInternal })
    if ('service' in read) return read
    await saveProblem(connection, row.id, { kind: read.problem }, given)
    return undefined
  }

  function isSafe(address: string): boolean {
    const protocol = URL.parse(address)?.protocol
    return protocol === 'https:' || (protocol === 'http:' && allowInternal)
  }

  return {
    async look(link, browserOf) {
      const found = await access.byLink(link)
      if (found.kind === 'found') return shown(found.attempt)
      const row = found.why === 'used' ? await findConnectionByLink(connection, hashToken(link)) : undefined
      const isHeld = row !== undefined && (await access.held(row.id, browserOf(row.id))).kind === 'found'
      return isHeld ? { kind: 'back', id: row.id } : found
    },

    async open(link) {
      const found = await access.byLink(link)
      if (found.kind === 'denied') return found
      const { row, member, language } = found.attempt
      const browser = makeToken()
      const isFirst = await database.transact(async ({ tx }) => {
        if (!(await bindBrowser(tx, row.id, hashToken(browser)))) return false
        const act = 'connection.opened'
        await record(tx, { actorId: member.id, act, subjectKind: 'connection', subjectId: row.id })
        return true
      })
      return isFirst ? { kind: 'opened', id: row.id, browser } : denied('used', language)
    },

    async show(id, browser) {
      const found = await access.held(id, browser)
      if (found.kind === 'denied') return found
      const { row, language } = found.attempt
      const isSettled = row.state === 'confirmed' || row.state === 'declined'
      return isSettled || !isConnectionOver(row, now()) ? shown(found.attempt) : denied('expired', language)
    },

    async signIn(id, browser, typed) {
      const found = await access.active(id, browser)
      if (found.kind !== 'found') return found
      const { row, network } = found.attempt
      const kind = network.connecting.secret
      const handle = typed.handle.trim().replace(/^@/, '')
      const secret = typed.secret.trim()
      const given = { way: 'form', service: typed.service.trim(), handle } as const
      const service = await serviceOf(found.attempt, given)
      if (service === undefined) return access.anew(id)
      const lacksHandle = handle === '' && kind !== 'access-token'
      const lacksSecret = secret === '' && kind !== 'none'
      if (lacksHandle || lacksSecret) {
        await saveProblem(connection, id, { kind: lacksHandle ? 'handle-missing' : 'secret-missing' }, given)
        return access.anew(id)
      }
      const signIn = { ...service, handle, secret }
      const identified = await trials.call(row, given, signal => network.identify(signIn, signal))
      if (identified !== undefined) await trials.found(row, identified)
      return access.anew(id)
    },

    async authorise(id, browser, typed) {
      const found = await access.active(id, browser)
      if (found.kind !== 'found') return found
      const { row, network } = found.attempt
      const { authorisation } = network.connecting
      const address = options.address()
      if (authorisation === undefined || address === undefined) return access.anew(id)
      const given = { way: 'network', service: typed.trim(), handle: row.given?.handle ?? '' } as const
      const service = await serviceOf(found.attempt, given)
      if (service === undefined) return access.anew(id)
      const state = makeToken()
      const request = { ...service, redirectTo: `${address}${RETURN_PATH}`, state }
      const begun = await trials.call(row, given, signal => authorisation.begin(request, signal))
      if (begun === undefined) return access.anew(id)
      if (!isSafe(begun.address)) {
        await trials.failed(row, { kind: 'rejected' })
        return access.anew(id)
      }
      const sealed = vault.seal(begun.kept, id)
      const isKept = await saveAuthorising(connection, id, { stateHash: hashToken(state), sealed })
      return isKept ? { kind: 'away', address: begun.address, view: viewOf(found.attempt) } : access.anew(id)
    },

    async comeBack(parameters, browserOf) {
      const stateHash = hashToken(parameters.get('state') ?? '')
      const row = await findConnectionByState(connection, stateHash)
      const found = row && (await access.active(row.id, browserOf(row.id)))
      if (row === undefined || found === undefined) return denied('not-yours')
      if (found.kind === 'denied') return found
      const back = { kind: 'back', id: row.id } as const
      if (found.kind === 'shown') return back
      const { authorisation } = found.attempt.network.connecting
      // Good once, whatever comes of it.
      const isOurs = row.sealed !== null && (await useState(connection, row.id, stateHash))
      if (row.sealed === null || !isOurs || authorisation === undefined) return denied('not-yours')
      // RFC 6749, 4.1.2.1.
      const error = parameters.get('error')
      if (error !== undefined) {
        await trials.failed(row, { kind: error === 'access_denied' ? 'denied' : 'not-authorised' })
        return back
      }
      const kept = vault.open(row.sealed, row.id)
      const given = row.given ?? { way: 'network', service: '', handle: '' }
      const identified = await trials.call(row, given, signal => authorisation.finish(parameters, kept, signal))
      if (identified !== undefined) await trials.found(row, identified)
      return back
    },
  }
}
