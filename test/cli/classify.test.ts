import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { runVigie } from '../support/process.ts'

const options = { dataDirectory: '/nowhere/that/is/needed' }

async function classify(input: string | Buffer) {
  const { code, stdout, stderr } = await runVigie(['classify'], options, input)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout === '' || stdout.endsWith('\n')).toBe(true)
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line))
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`
const reading = (sentiment: string, language = 'en') => ({
  sentiment,
  language,
  score: expect.any(Number),
  confidence: expect.any(Number),
})

describe('classify', () => {
  test('answers every line in its place, and a bad one with what is wrong', async () => {
    const input = [
      line({ text: 'I love it, it is wonderful' }),
      'no JSON\n',
      '\n',
      line({ text: 42 }),
      line({ words: 'x' }),
      line(['text']),
      line(null),
      line({ text: 'C’est nul, je déteste ce service' }),
      line({ text: '' }),
    ].join('')
    expect(await classify(input)).toEqual([
      reading('positive'),
      ...['not JSON', 'empty line', 'not a string', 'text is missing', 'not an object', 'not an object'].map(what => ({
        error: expect.stringContaining(what),
      })),
      reading('negative', 'fr'),
      reading('neutral', 'und'),
    ])
  })

  test('takes a last line without its end, line breaks of Windows, and separators inside a line', async () => {
    const odd = JSON.stringify({ text: 'I love it\u2028so much' }).replaceAll('\\u2028', '\u2028')
    expect(odd).toContain('\u2028')
    const last = JSON.stringify({ text: 'I hate this, it is awful' })
    expect(await classify(`${odd}\r\n${line({ text: 'The shop opens at nine' })}${last}`)).toEqual([
      reading('positive'),
      reading('neutral'),
      reading('negative'),
    ])
  })

  test('answers nothing to nothing', async () => {
    expect(await classify('')).toEqual([])
  })

  test('works through more than a pipe holds, in order', async () => {
    const count = 20_000
    const input = Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? line({ text: `I love number ${index}, it is wonderful` }) : `number ${index}\n`,
    ).join('')
    const answers = await classify(input)
    expect(answers).toHaveLength(count)
    for (const [index, answer] of answers.entries()) {
      expect(Object.keys(answer as object).includes('error')).toBe(index % 2 === 1)
    }
  })

  test('ends quietly when nobody reads on', async () => {
    const launch = join(import.meta.dirname, '../../src/launch.js')
    const child = spawn(process.execPath, [launch, 'classify'], { stdio: 'pipe' })
    child.stdin.on('error', () => {})
    const errors = text(child.stderr)
    const ended = once(child, 'exit')
    child.stdin.write(line({ text: 'one' }))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    child.stdin.end(line({ text: 'and so on' }).repeat(10_000))
    expect(await ended).toEqual([0, null])
    expect(await errors).toBe('')
  })
})
