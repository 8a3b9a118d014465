import { randomBytes } from 'node:crypto'
import type { ChatPlatform } from '../chat/platform.ts'
import type { Vault } from '../db/vault.ts'
import type { Stage } from './stage.ts'

/** What connecting accounts works with. */
export interface ConnectOptions extends Stage {
  readonly vault: Vault
  readonly platforms: ReadonlyMap<string, ChatPlatform>
  /** Whether servers of an internal network may be named, and reached without TLS. */
  readonly allowInternal: boolean
  /** Where Vigie's pages are reached, without a slash at the end; undefined where nobody's browser could reach them. */
  readonly address: () => string | undefined
}

/** Below the page's address: where links lead, and where networks bring browsers back to. */
export const CONNECT_PATH = '/connect'
export const RETURN_PATH = `${CONNECT_PATH}/return`

/** Something that nobody guesses: 256 bits. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}
