import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { remember } from '../../src/pipeline/memory.ts'

function createSource() {
  const source = { value: 1, asked: 0, fails: false }
  const load = async (key: string) => {
    source.asked += 1
    if (source.fails) throw new Error('away')
    return `${key} ${source.value}`
  }
  return { source, load }
}

describe('what is remembered', () => {
  test('is asked for once while it is young, and each time without a memory', async () => {
    const { source, load } = createSource()
    const often = remember(60_000, load)
    expect([await often('a'), await often('a'), await often('b')]).toEqual(['a 1', 'a 1', 'b 1'])
    expect(source.asked).toBe(2)
    const never = remember(0, load)
    await never('a')
    source.value = 2
    expect(await never('a')).toBe('a 2')
  })

  test('is loaded anew in time, without anybody waiting, and never older than its time', async () => {
    const { source, load } = createSource()
    const lifetime = 200
    const value = remember(lifetime, load)
    await value('a')
    source.value = 2
    await delay(lifetime * 0.6)
    expect(await value('a')).toBe('a 1')
    await expect.poll(() => value('a')).toBe('a 2')
    source.value = 3
    await delay(lifetime + 10)
    expect(await value('a')).toBe('a 3')
  })

  test('survives a fault while it is young, and lets it be seen afterwards', async () => {
    const { source, load } = createSource()
    const lifetime = 200
    const value = remember(lifetime, load)
    await value('a')
    source.fails = true
    await delay(lifetime * 0.6)
    expect(await value('a')).toBe('a 1')
    await delay(lifetime)
    await expect(value('a')).rejects.toThrow('away')
  })
})
