import { inject } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { createMediaStore } from '../../src/media/store.ts'
import { createMediaShelf, type MediaShelf } from '../../src/pipeline/media.ts'
import { pngOf, streamOf } from './images.ts'

/** On a directory that goes with the run. */
export function createShelf(database: Database, now: () => Date = () => new Date()): MediaShelf {
  return createMediaShelf({ database, now }, createMediaStore(inject('mediaDirectory')))
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
