import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { READ_LANGUAGES } from '../grammar.ts'

/** 0 negative, 1 neutral, 2 positive: the order of SENTIMENTS. */
const labelledSchema = z.object({
  t: z.string(),
  l: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  g: z.enum(READ_LANGUAGES),
})

export type Labelled = z.infer<typeof labelledSchema>

/** The folder given with --data. Throws when it was not given. */
export function readDataFolder(): string {
  const { values } = parseArgs({ options: { data: { type: 'string' } } })
  if (values.data === undefined) throw new Error('Say where the data is: --data <folder>')
  return values.data
}

/** A labelled set, one JSON object a line. Throws on a line that is none. */
export function readLabelled(file: string): Labelled[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => labelledSchema.parse(JSON.parse(line)))
}

/** The names of the sets in a folder, in an order that does not depend on the file system. */
export function listSets(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .map(name => join(folder, name))
}
