import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Json } from '../domain/json.ts'

/** Seals secrets for the database: AES-256-GCM, bound to what they belong to. */
export interface Vault {
  seal(value: Json, belongsTo: string): string
  /** Throws `VaultError` if no key of ours opens it, or the text was moved or changed. */
  open(sealed: string, belongsTo: string): Json
  /** True if it is sealed with the key that seals now, in the way of now. */
  isCurrent(sealed: string): boolean
}

export class VaultError extends Error {
  override readonly name = 'VaultError'
}

/** Keys of 32 bytes. */
export interface Keys {
  /** What is sealed is sealed with this one. */
  readonly current: Buffer
  /** What was sealed with these is opened as well: former keys, or the next one. */
  readonly previous: readonly Buffer[]
}

/** Bytes; 96 bits is the nonce length that NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12
/** The first version did not say which key it was. */
const FIRST_VERSION = 'v1'
const VERSION = 'v2'

/** Tells a key from others and nothing of it: so many bits that no installation's few keys ever share one. */
function markOf(key: Buffer): string {
  return createHmac('sha256', key).update('vigie key').digest('hex').slice(0, 12)
}

function decrypt(key: Buffer, parts: readonly (string | undefined)[], belongsTo: string): Json {
  const [nonce, tag, sealed] = parts.map(part => (part === undefined ? undefined : Buffer.from(part, 'base64url')))
  if (nonce === undefined || tag === undefined || sealed === undefined) throw new Error('not a sealed text')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(belongsTo))
  decipher.setAuthTag(tag)
  return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8'))
}

/** Keys that are asked for every time may change while this runs; one alone is the only one there is. */
export function createVault(keys: Buffer | Keys | (() => Keys)): Vault {
  const fixed = Buffer.isBuffer(keys) ? { current: keys, previous: [] } : keys
  const present = typeof fixed === 'function' ? fixed : () => fixed
  const all = () => [present().current, ...present().previous]

  function decryptWithAny(parts: readonly (string | undefined)[], belongsTo: string): Json {
    let problem: unknown
    for (const key of all()) {
      try {
        return decrypt(key, parts, belongsTo)
      } catch (fault) {
        problem = fault
      }
    }
    throw problem
  }

  function decryptMarked(mark: string | undefined, parts: readonly (string | undefined)[], belongsTo: string): Json {
    const key = all().find(one => markOf(one) === mark)
    if (key === undefined) throw new Error('sealed with a key that is not here')
    return decrypt(key, parts, belongsTo)
  }

  return {
    seal(value, belongsTo) {
      const { current } = present()
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current, nonce)
      cipher.setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), sealed].map(part => part.toString('base64url'))
      return [VERSION, markOf(current), ...parts].join('.')
    },
    open(text, belongsTo) {
      const [version, ...parts] = text.split('.')
      try {
        if (version === VERSION) return decryptMarked(parts[0], parts.slice(1), belongsTo)
        if (version === FIRST_VERSION) return decryptWithAny(parts, belongsTo)
        throw new Error('not a sealed text')
      } catch (fault) {
        throw new VaultError(
          'The stored credentials cannot be read with this key: set VIGIE_SECRET_KEY (or bring back the file secret.key) to what it was when they were stored, or name that one in VIGIE_SECRET_KEY_PREVIOUS, or remove and add the account again.',
          { cause: fault },
        )
      }
    },
    isCurrent: text => text.startsWith(`${VERSION}.${markOf(present().current)}.`),
  }
}

/** What tells installations apart in public: the same for all replicas with this key, of which it reveals nothing. */
export function installationOf(key: Buffer): string {
  return createHmac('sha256', key).update('vigie installation').digest('hex').slice(0, 16)
}
