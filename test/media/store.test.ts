import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FILE_BYTES } from '../../src/media/limits.ts'
import { createMediaStore, type MediaStore } from '../../src/media/store.ts'
import { pngOf, streamOf } from '../support/images.ts'

let directory: string
let store: MediaStore
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vigie-media-'))
  store = createMediaStore(directory)
})
afterAll(() => rm(directory, { recursive: true }))

async function takeAndWrite(content: Buffer): Promise<string> {
  const taken = await store.take(streamOf(content))
  if (taken.kind !== 'taken') throw new Error(JSON.stringify(taken))
  await store.write(taken.facts.hash, taken.content)
  return taken.facts.hash
}

describe('the media store', () => {
  test('keeps a file under its hash, for its owner alone, and nothing beside it', async () => {
    const content = pngOf(40, 30)
    const hash = await takeAndWrite(content)
    expect(await takeAndWrite(content)).toBe(hash)
    expect(await store.read(hash)).toEqual(content)
    expect(await readdir(join(directory, hash.slice(0, 2)))).toEqual([hash])
    expect((await stat(join(directory, hash.slice(0, 2), hash))).mode & 0o777).toBe(0o600)
    await store.remove(hash)
    await store.remove(hash)
    expect(await store.read(hash)).toBeUndefined()
  })

  test('does not read on past what it may keep', async () => {
    let read = 0
    async function* endless() {
      for (;;) {
        read += 100_000
        yield Buffer.alloc(100_000)
      }
    }
    expect(await store.take(endless())).toEqual({
      kind: 'refused',
      refusal: { kind: 'too-large', maximum: FILE_BYTES },
    })
    expect(read).toBeLessThan(FILE_BYTES + 200_000)
  })

  test('passes on what breaks while it reads', async () => {
    async function* broken() {
      yield pngOf(4, 4).subarray(0, 10)
      throw new Error('cut')
    }
    await expect(store.take(broken())).rejects.toThrow('cut')
  })

  test('gives out nothing that is not what it was', async () => {
    const hash = await takeAndWrite(pngOf(41, 30))
    await writeFile(join(directory, hash.slice(0, 2), hash), 'something else')
    expect(await store.read(hash)).toBeUndefined()
  })

  test.each(['../../etc/passwd', '', 'ABC', `${'a'.repeat(64)}/..`])('makes no path of “%s”', async name => {
    await expect(store.read(name)).rejects.toThrow('not a hash')
    await expect(store.write(name, Buffer.from('x'))).rejects.toThrow('not a hash')
  })
})
