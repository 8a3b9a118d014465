import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { createClassifier } from '../insight/classify.ts'
import { classifyLines } from '../insight/classify-lines.ts'
import type { Program } from './program.ts'

export function addClassify(parent: Command, program: Program): void {
  parent
    .command('classify')
    .description('read JSON lines {"text": …} and answer each with its sentiment, score, confidence and language')
    .addHelpText('after', '\nExample:\n  echo \'{"text": "I love it"}\' | npm run -s vigie -- classify')
    .action(async () => {
      // Splits at line breaks as JSON lines do; U+2028 may stand inside a line.
      const lines = createInterface({ input: Readable.from(program.input), crlfDelay: Number.POSITIVE_INFINITY })
      async function* answers() {
        for await (const line of classifyLines(lines, createClassifier())) yield `${line}\n`
      }
      await pipeline(answers, process.stdout)
    })
}
