import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines } from '../../src/cli/lines.ts'

async function linesOf(chunks: readonly (Buffer | string)[]): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of splitLines(Readable.from(chunks))) lines.push(line)
  return lines
}

test('are those between line feeds, however the bytes arrive', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map(text => text.replace(/[\n\r\ufeff]/g, ''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.boolean(),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      async (lines, isEnded, sizes) => {
        const bytes = Buffer.from(lines.map(one => `${one}\n`).join(''))
        const all = isEnded || lines.at(-1) === '' ? bytes : bytes.subarray(0, -1)
        const chunks: Buffer[] = []
        for (let at = 0; at < all.length; ) {
          const size = sizes.next().value
          chunks.push(all.subarray(at, at + size))
          at += size
        }
        expect(await linesOf(chunks)).toEqual(lines)
      },
    ),
  )
})

test.each([
  ['nothing', '', []],
  ['an empty line', '\n', ['']],
  ['no line feed at the end', 'one\ntwo', ['one', 'two']],
  ['those of Windows', 'one\r\ntwo\r\n', ['one', 'two']],
  ['a byte order mark', '\ufeffone\n', ['one']],
  ['separators of Unicode', 'o\u2028n\u2029e\u0085\n', ['o\u2028n\u2029e\u0085']],
  ['a carriage return within', 'o\rne\n', ['o\rne']],
])('with %s', async (_, text, lines) => {
  expect(await linesOf([Buffer.from(text)])).toEqual(lines)
})
