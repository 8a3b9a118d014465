import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/db/database.ts'
import { createMediaStore } from '../../src/media/store.ts'
import { createMediaShelf, type MediaShelf } from '../../src/pipeline/media.ts'
import { pngOf, streamOf } from './images.ts'

let directory: string | undefined

/** A directory of this process's for files; the system sweeps it away. */
function mediaDirectory(): string {
  directory ??= mkdtempSync(join(tmpdir(), 'vigie-media-'))
  return directory
}

export function createShelf(database: Database, now: () => Date = () => new Date()): MediaShelf {
  return createMediaShelf({ database, now }, createMediaStore(mediaDirectory()))
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
