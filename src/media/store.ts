import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MediaFacts, MediaRefusal } from '../domain/media.ts'
import { inspectMedia } from './inspect.ts'
import { FILE_BYTES } from './limits.ts'

export type Taken =
  | { readonly kind: 'taken'; readonly facts: MediaFacts; readonly content: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: MediaRefusal }

/**
 * Files by the hash of their content, below one directory; replicas share it. Calls throw the system's error where the
 * disk does not do what it should.
 */
export interface MediaStore {
  /** Reads what is an image and small enough; no more is read than may be kept. Faults of the content are thrown on. */
  take(content: AsyncIterable<Uint8Array>): Promise<Taken>
  /** Whole or not at all, also after a loss of power. */
  write(hash: string, content: Uint8Array): Promise<void>
  /** Undefined if it is not (any more) there, or not what it was. */
  read(hash: string): Promise<Uint8Array | undefined>
  remove(hash: string): Promise<void>
}

/** The only thing that is ever made a path of. */
const HASH = /^[0-9a-f]{64}$/

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'
}

/** All of it, or undefined if it is more than the limit. */
async function readBounded(content: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of content) {
    length += chunk.length
    if (length > FILE_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const directory = dirname(path)
  const draft = `${path}.${randomUUID()}`
  await mkdir(directory, { recursive: true, mode: 0o700 })
  try {
    await using file = await open(draft, 'wx', 0o600)
    await file.writeFile(content)
    await file.sync()
  } catch (fault) {
    await rm(draft, { force: true })
    throw fault
  }
  await rename(draft, path)
  await using entry = await open(directory, 'r')
  await entry.sync()
}

export function createMediaStore(directory: string): MediaStore {
  function pathOf(hash: string): string {
    if (!HASH.test(hash)) throw new Error('not a hash')
    return join(directory, hash.slice(0, 2), hash)
  }

  return {
    async take(content) {
      const bytes = await readBounded(content)
      if (bytes === undefined) return { kind: 'refused', refusal: { kind: 'too-large', maximum: FILE_BYTES } }
      const inspected = await inspectMedia(bytes)
      if (inspected.kind === 'refused') return inspected
      return { kind: 'taken', facts: inspected.facts, content: inspected.content }
    },
    async write(hash, content) {
      await writeWhole(pathOf(hash), content)
    },
    async read(hash) {
      try {
        const content = await readFile(pathOf(hash))
        return createHash('sha256').update(content).digest('hex') === hash ? content : undefined
      } catch (fault) {
        if (isMissing(fault)) return undefined
        throw fault
      }
    },
    async remove(hash) {
      await rm(pathOf(hash), { force: true })
    },
  }
}
