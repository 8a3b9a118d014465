import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { createClassifier } from '../insight/classify.ts'
import { classifyLines } from '../insight/classify-lines.ts'
import { splitLines } from './lines.ts'
import type { Program } from './program.ts'

export function addClassify(parent: Command, program: Program): void {
  parent
    .command('classify')
    .description('read JSON lines {"text": …} and answer each with its sentiment, score, confidence and language')
    .addHelpText('after', '\nExample:\n  echo \'{"text": "I love it"}\' | npm run -s vigie -- classify')
    .action(async () => {
      async function* answers() {
        for await (const line of classifyLines(splitLines(program.input), createClassifier())) yield `${line}\n`
      }
      await pipeline(answers, process.stdout).catch((fault: NodeJS.ErrnoException) => {
        // Whoever read the answers has had enough, as `head` does.
        if (fault.code !== 'EPIPE') throw fault
      })
    })
}
