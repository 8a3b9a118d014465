import { z } from 'zod'
import type { Classifier } from './classify.ts'

const lineSchema = z.object({ text: z.string() })

/** Four decimals: more would promise what a model of this size does not know. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function parseJson(line: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(line) }
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function answerLine(line: string, classify: Classifier): object {
  if (line.trim() === '') return { error: 'empty line: expected {"text": "..."}' }
  const parsed = parseJson(line)
  if ('error' in parsed) return parsed
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    return { error: 'not an object: expected {"text": "..."}' }
  }
  if (!('text' in parsed.value)) return { error: 'text is missing: expected {"text": "..."}' }
  const checked = lineSchema.safeParse(parsed.value)
  if (!checked.success) return { error: 'text is not a string: expected {"text": "..."}' }
  const { sentiment, score, confidence, language } = classify(checked.data.text)
  return { sentiment, score: round(score), confidence: round(confidence), language }
}

/**
 * Answers each line of JSON, `{"text": "..."}`, with one line of JSON (no line feed at its end), in the same order:
 * `{"sentiment", "score", "confidence", "language"}`, numbers rounded to four decimals; or `{"error": "..."}`, which says
 * what is wrong with that line, and the rest goes on. An empty line is a bad line and is answered too, so that the nth
 * answer is always the nth line's; what follows the last line feed is no line, which whoever splits the input sees to.
 */
export async function* classifyLines(
  lines: AsyncIterable<string> | Iterable<string>,
  classify: Classifier,
): AsyncGenerator<string, void, undefined> {
  for await (const line of lines) yield JSON.stringify(answerLine(line, classify))
}
