import { randomBytes } from 'node:crypto'
import type { Habits } from './habits.ts'

/** An answer that is no success. */
export class ApiError extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, error: string, more: object = {}) {
    super(error)
    this.status = status
    this.body = { error, ...more }
  }
}

export interface FakeAccount {
  readonly id: string
  readonly username: string
  displayName: string
  readonly followers: Set<string>
  readonly following: Set<string>
}

export interface FakeMedia {
  readonly id: string
  readonly owner: string
  readonly type: string
  readonly bytes: Buffer
  description: string | null
  /** How often its state is asked for before it is ready. */
  rest: number
  statusId: string | undefined
}

export interface FakeStatus {
  readonly id: string
  readonly account: FakeAccount
  readonly createdAt: Date
  readonly inReplyTo: FakeStatus | undefined
  readonly quote: FakeStatus | undefined
  readonly visibility: 'public' | 'unlisted' | 'private' | 'direct'
  readonly reblog: FakeStatus | undefined
  readonly mentions: readonly FakeAccount[]
  readonly favourites: Set<string>
  text: string
  warning: string
  language: string | null
  media: readonly FakeMedia[]
  editedAt: Date | undefined
}

export interface FakeNotification {
  readonly id: string
  readonly type: string
  readonly from: FakeAccount
  readonly status: FakeStatus | undefined
  readonly createdAt: Date
}

export interface FakeApp {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly redirects: readonly string[]
  readonly scopes: readonly string[]
}

export interface FakeToken {
  readonly account: FakeAccount
  readonly scopes: readonly string[]
  readonly app: FakeApp | undefined
  expiresAt: number
}

export const randomId = () => randomBytes(24).toString('base64url')

/** All that the server knows; it outlives its stops. */
export function createState(habits: Habits) {
  let issued = 0
  return {
    accounts: new Map<string, FakeAccount>(),
    statuses: new Map<string, FakeStatus>(),
    /** By account, newest last. */
    notifications: new Map<string, FakeNotification[]>(),
    media: new Map<string, FakeMedia>(),
    apps: new Map<string, FakeApp>(),
    tokens: new Map<string, FakeToken>(),
    refreshTokens: new Map<string, FakeToken>(),
    codes: new Map<
      string,
      { readonly token: FakeToken; readonly redirect: string; readonly challenge: string | undefined }
    >(),
    keys: new Map<string, string>(),
    nextId: () => habits.idOf(++issued),
  }
}
export type FakeState = ReturnType<typeof createState>

export function accountNamed(state: FakeState, username: string): FakeAccount | undefined {
  return [...state.accounts.values()].find(one => one.username.toLowerCase() === username.toLowerCase())
}

export function openAccount(state: FakeState, username: string): FakeAccount {
  const account: FakeAccount = {
    id: state.nextId(),
    username,
    displayName: username,
    followers: new Set(),
    following: new Set(),
  }
  state.accounts.set(account.id, account)
  return account
}

export function maySee(status: FakeStatus, viewer: FakeAccount | undefined): boolean {
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true
  if (viewer === undefined) return false
  const isMeant = status.account === viewer || status.mentions.includes(viewer)
  return isMeant || (status.visibility === 'private' && status.account.followers.has(viewer.id))
}
