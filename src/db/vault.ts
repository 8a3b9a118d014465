import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { chmod, link, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Json } from '../domain/json.ts'

/** Seals secrets for the database: AES-256-GCM, bound to what they belong to. */
export interface Vault {
  seal(value: Json, belongsTo: string): string
  /** Throws `VaultError` if the key is another one, or the text was moved or changed. */
  open(sealed: string, belongsTo: string): Json
}

export class VaultError extends Error {
  override readonly name = 'VaultError'
}

/** Bytes; 96 bits is the nonce length that NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12
const VERSION = 'v1'

/** `key` is 32 bytes. */
export function createVault(key: Buffer): Vault {
  return {
    seal(value, belongsTo) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return [VERSION, ...[nonce, cipher.getAuthTag(), sealed].map(part => part.toString('base64url'))].join('.')
    },
    open(text, belongsTo) {
      const [version, ...parts] = text.split('.')
      const [nonce, tag, sealed] = parts.map(part => Buffer.from(part, 'base64url'))
      try {
        if (version !== VERSION || nonce === undefined || tag === undefined || sealed === undefined) {
          throw new Error('not a sealed text')
        }
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
        decipher.setAAD(Buffer.from(belongsTo))
        decipher.setAuthTag(tag)
        return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8'))
      } catch (fault) {
        throw new VaultError(
          'The stored credentials cannot be read with this key: set VIGIE_SECRET_KEY (or bring back the file secret.key) to what it was when they were stored, or remove and add the account again.',
          { cause: fault },
        )
      }
    },
  }
}

/** What tells installations apart in public: the same for all replicas with this key, of which it reveals nothing. */
export function installationOf(key: Buffer): string {
  return createHmac('sha256', key).update('vigie installation').digest('hex').slice(0, 16)
}

/** The key in `secret.key`; undefined where there is no such file. Throws `VaultError` if it holds something else. */
export async function readKey(dataDirectory: string): Promise<Buffer | undefined> {
  const path = join(dataDirectory, 'secret.key')
  try {
    return decodeKey((await readFile(path, 'utf8')).trim(), path)
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR'))
      return undefined
    throw fault
  }
}

/** Reads `secret.key` in the data directory, and makes it, 0600, if it is not there. Safe in two processes at once. */
export async function loadOrCreateKey(dataDirectory: string): Promise<Buffer> {
  const path = join(dataDirectory, 'secret.key')
  const existing = await readFile(path, 'utf8').catch(() => undefined)
  if (existing !== undefined) return decodeKey(existing.trim(), path)
  // Written beside and linked into place: nobody ever reads half a key, and the first one wins.
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  await chmod(draft, 0o600)
  await link(draft, path).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EEXIST') throw fault
  })
  await unlink(draft)
  return decodeKey((await readFile(path, 'utf8')).trim(), path)
}

function decodeKey(text: string, path: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) throw new VaultError(`${path} is not a key of 32 bytes in base64: bring back the right file.`)
  return key
}
