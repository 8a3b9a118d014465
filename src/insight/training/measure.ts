/** Prints how well the shipped tables do on the tuning sets: macro-F1, and precision and recall of alerts. */
import { basename, join } from 'node:path'
import { SENTIMENTS } from '../../domain/sentiment.ts'
import { createClassifier } from '../classify.ts'
import { READ_LANGUAGES } from '../grammar.ts'
import { isClearlyNegative } from '../sentiment.ts'
import { type Labelled, listSets, readDataFolder, readLabelled } from './data.ts'
import { readMentions } from './mentions.ts'

function percent(part: number, whole: number): string {
  return whole === 0 ? '   -' : ((100 * part) / whole).toFixed(1).padStart(5)
}

const classify = createClassifier()

/** Mentions that nothing was trained on; the tables are better than they seem on those they were trained on. */
const HELD_OUT = join(import.meta.dirname, '../../../test/insight/held-out')

function* sets(): Generator<readonly [string, readonly Labelled[]]> {
  for (const file of listSets(join(readDataFolder(), 'sentiment', 'tune'))) yield [basename(file), readLabelled(file)]
  const mentions = readMentions(HELD_OUT)
  for (const language of READ_LANGUAGES) yield [`held out: ${language}`, mentions.filter(({ g }) => g === language)]
  yield ['held out: all', mentions]
  const kinds = new Set(mentions.map(({ kind }) => kind))
  for (const one of kinds) yield [`held out: ${one}`, mentions.filter(({ kind }) => kind === one)]
}

for (const [name, set] of sets()) {
  const seen = set.map(({ t, l, g }) => ({ is: SENTIMENTS[l], isLanguage: g, ...classify(t) }))
  const scores = SENTIMENTS.map(sentiment => {
    const right = seen.filter(one => one.is === sentiment && one.sentiment === sentiment).length
    const said = seen.filter(one => one.sentiment === sentiment).length
    const are = seen.filter(one => one.is === sentiment).length
    return { f1: (2 * right) / Math.max(1, said + are), text: `${percent(right, said)}/${percent(right, are)}` }
  })
  const alerts = seen.filter(isClearlyNegative)
  const rightAlerts = alerts.filter(one => one.is === 'negative').length
  const negatives = seen.filter(one => one.is === 'negative').length
  // Expected calibration error over ten equal bins of confidence.
  const bins = Array.from({ length: 10 }, (_, bin) =>
    seen.filter(one => Math.min(9, Math.floor(one.confidence * 10)) === bin),
  )
  const error = bins.reduce((sum, bin) => {
    const right = bin.filter(one => one.is === one.sentiment).length
    return sum + Math.abs(right - bin.reduce((total, one) => total + one.confidence, 0)) / seen.length
  }, 0)
  const macro = scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length
  process.stdout.write(
    `${name.padEnd(34)} ${String(set.length).padStart(4)} right ${percent(seen.filter(one => one.is === one.sentiment).length, seen.length)}  macro-F1 ${percent(macro, 1)}  precision/recall ${scores.map(({ text }) => text).join('  ')}` +
      `  clearly negative ${percent(rightAlerts, alerts.length)}/${percent(rightAlerts, negatives)}` +
      `  calibration error ${percent(error, 1)}  language ${percent(seen.filter(one => one.language === one.isLanguage).length, seen.length)}\n`,
  )
}
