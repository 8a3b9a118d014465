import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { READ_LANGUAGES } from '../grammar.ts'
import type { Labelled } from './data.ts'

export interface Mention extends Labelled {
  /** What it is about, such as `complaint`; see mentions/README.md. */
  readonly kind: string
}

const LABELS: Readonly<Record<string, Labelled['l']>> = { '-': 0, '0': 1, '+': 2 }

/**
 * Mentions of brands with label and kind, from a folder of tables (`fr-2.tsv`), in an order that does not depend on the file
 * system. Throws on a line that is none.
 */
export function readMentions(folder: string): readonly Mention[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.tsv'))
  return files.sort().flatMap(file => {
    const g = READ_LANGUAGES.find(language => file.startsWith(language))
    if (g === undefined) throw new Error(`${file} begins with no language that is read`)
    return readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line, index) => {
        const [label = '', kind = '', t = '', ...more] = line.split('\t')
        const l = LABELS[label]
        if (l === undefined || t === '' || more.length > 0) throw new Error(`${file}, line ${index + 1} is no mention`)
        return { t, l, g, kind }
      })
  })
}
