import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { createMediaStore } from '../../src/media/store.ts'
import { createMediaShelf, type MediaShelf } from '../../src/pipeline/media.ts'
import { pngOf, streamOf } from './images.ts'

/** Each test file's own: one sweeps what another may just be using. */
const NAME = randomUUID()

/** On a directory that goes with the run. */
export function createShelf(database: Database, now: () => Date = () => new Date()): MediaShelf {
  return createMediaShelf({ database, now }, createMediaStore(join(inject('mediaDirectory'), NAME)))
}

/** Hands in a PNG of its own; answers with its hash. */
export async function handIn(
  shelf: MediaShelf,
  shade: number,
  size: readonly [number, number] = [40, 30],
): Promise<string> {
  const kept = await shelf.keep(streamOf(pngOf(...size, shade)), null)
  if (kept.kind !== 'kept') throw new Error(JSON.stringify(kept))
  return kept.facts.hash
}
