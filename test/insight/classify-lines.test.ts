import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassifier } from '../../src/insight/classify.ts'
import { classifyLines } from '../../src/insight/classify-lines.ts'

const classify = createClassifier()

async function collect(lines: readonly string[]): Promise<string[]> {
  const answers: string[] = []
  for await (const answer of classifyLines(lines, classify)) answers.push(answer)
  return answers
}

async function answer(lines: readonly string[]): Promise<unknown[]> {
  return (await collect(lines)).map(line => JSON.parse(line))
}

describe('lines of JSON', () => {
  it('are answered in order with the four fields, rounded', async () => {
    const [first, second] = await answer(['{"text":"I love Acme"}', '{"text":"Acme est nul","id":3}'])
    expect(first).toMatchObject({ sentiment: 'positive', language: 'en' })
    expect(second).toMatchObject({ sentiment: 'negative', language: 'fr' })
    expect(Object.keys(first as object)).toEqual(['sentiment', 'score', 'confidence', 'language'])
    expect(JSON.stringify(first)).toMatch(/"score":-?\d(?:\.\d{1,4})?,"confidence":\d(?:\.\d{1,4})?,/)
  })

  it.each([
    ['{"text":', /^not JSON: /],
    ['', /^empty line/],
    ['  ', /^empty line/],
    ['[]', /^not an object/],
    ['null', /^not an object/],
    ['"text"', /^not an object/],
    ['{}', /^text is missing/],
    ['{"text":3}', /^text is not a string/],
    ['{"text":null}', /^text is not a string/],
  ])('that are bad say what is wrong: %s', async (line, error) => {
    const [bad, next] = await answer([line, '{"text":"ok"}'])
    expect(bad).toEqual({ error: expect.stringMatching(error) })
    expect(next).toHaveProperty('sentiment')
  })

  it('give one line each, whatever they hold', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.record({ text: fc.string({ unit: 'binary' }) }).map(it => JSON.stringify(it)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async lines => {
        const answers = await collect(lines)
        expect(answers).toHaveLength(lines.length)
        for (const one of answers) expect(one).not.toContain('\n')
      }),
    )
  })

  it('are answered as they come, not once all are read', async () => {
    let asked = 0
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        asked += 1
        yield '{"text":"hello"}'
      }
    }
    const answers = classifyLines(endless(), classify)
    await answers.next()
    await answers.next()
    await answers.return()
    expect(asked).toBe(2)
  })
})
