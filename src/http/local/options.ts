import type { Logger } from 'pino'
import type { LocalPlatform } from '../../chat/local/index.ts'
import type { Translators } from '../../locales/translator.ts'
import type { LocalPostStore } from '../../networks/local/store.ts'
import type { Access } from './access.ts'
import type { LocalMedia } from './media.ts'

export interface LocalAppOptions {
  readonly platform: LocalPlatform
  readonly posts: LocalPostStore
  /** Names of the brands' own accounts on the local network: theirs alone, and marked as theirs. */
  readonly brandHandles: () => Promise<readonly string[]>
  /** IANA name of the zone in which moments are written: the brand's. */
  readonly timeZone: () => Promise<string>
  readonly media: LocalMedia
  readonly translators: Translators
  readonly access: Access
  /** Where the page's scripts and styles lie on the disk. */
  readonly assetsDirectory: string
  readonly log: Logger
  /** Milliseconds between two signs of life on a quiet event stream; 20 seconds unless told. */
  readonly heartbeat?: number
}
