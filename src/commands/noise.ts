import { listMentionChannels, noiseOf } from '../db/queries/noise.ts'
import { listChannels } from '../db/queries/people.ts'
import { may } from '../domain/member.ts'
import { BATCH_LIMITS, LISTENS, type Listens, type NoiseSettings, readBatch, readQuietHours } from '../domain/noise.ts'
import type { BrandCommand } from './command.ts'
import { batchError, noiseModal, noiseText, saveNoise } from './noise-settings.ts'
import { ephemeral, type Invocation } from './services.ts'
import { suggestQuietHours } from './suggestions.ts'

const usage = 'usage.noise'

/** What may be typed for what a channel listens to, in both languages. */
const LISTENS_WORDS: Readonly<Record<string, Listens>> = {
  all: 'everything',
  everything: 'everything',
  tout: 'everything',
  negative: 'negative',
  negatives: 'negative',
  négative: 'negative',
  négatives: 'negative',
  question: 'questions',
  questions: 'questions',
}
const BATCH_WORDS: readonly string[] = ['batch', 'lot', 'lots']
const QUIET_WORDS: readonly string[] = ['quiet', 'calme']
const OFF: readonly string[] = ['off', 'non', 'none', '0']

/** The words as settings, one after the other: each begins with a word of its own. */
function partsOf(rest: string): readonly string[] {
  const parts: string[] = []
  for (const word of rest.toLowerCase().split(/\s+/)) {
    const begins = Object.hasOwn(LISTENS_WORDS, word) || BATCH_WORDS.includes(word) || QUIET_WORDS.includes(word)
    if (begins || parts.length === 0) parts.push(word)
    else parts.push(`${parts.pop()} ${word}`)
  }
  return parts
}

/** The settings as the words change them; a text says what is wrong with them. */
function readChange(invocation: Invocation, before: NoiseSettings, rest: string): NoiseSettings | string {
  let settings = before
  for (const part of partsOf(rest)) {
    const changed = readPart(invocation, settings, part)
    if (typeof changed === 'string') return changed
    settings = changed
  }
  return settings
}

function readPart({ t }: Invocation, before: NoiseSettings, part: string): NoiseSettings | string {
  const [, first = '', value = ''] = /^(\S+)\s*([\s\S]*)$/.exec(part) ?? []
  const listens = Object.hasOwn(LISTENS_WORDS, first) ? LISTENS_WORDS[first] : undefined
  if (listens !== undefined && value === '') return { ...before, listens }
  if (BATCH_WORDS.includes(first) && value !== '') {
    const batchMinutes = OFF.includes(value) ? null : readBatch(value)
    return batchMinutes === undefined ? batchError(t) : { ...before, batchMinutes }
  }
  if (QUIET_WORDS.includes(first) && value !== '') {
    const quiet = OFF.includes(value) ? null : readQuietHours(value)
    return quiet === undefined ? t('error.noise.quiet') : { ...before, quiet }
  }
  return t('command.usage', { usage: `/vigie ${t(usage)}` })
}

/** How many mentions come to the channel that it is typed in, and when. */
export const noise: BrandCommand = {
  name: 'noise',
  aliases: ['bruit'],
  usage,
  summary: 'command.noise.summary',
  detail: 'command.noise.detail',
  permission: 'read',
  options: [
    {
      name: 'mentions',
      title: 'option.listens',
      about: 'option.listens.about',
      field: {
        kind: 'choice',
        choices: LISTENS.map(value => ({ value, label: t => t(`modal.noise.listens.${value}`) })),
      },
    },
    {
      name: 'batch',
      title: 'option.batch',
      about: 'option.batch.about',
      field: { kind: 'number', minimum: 0, maximum: BATCH_LIMITS.maximum },
      write: minutes => `batch ${minutes === '0' ? 'off' : minutes}`,
    },
    {
      name: 'quiet',
      title: 'option.quiet',
      about: 'option.quiet.about',
      field: { kind: 'text', suggest: suggestQuietHours },
      write: hours => `quiet ${hours}`,
    },
  ],
  async run(invocation, rest) {
    const { services, platform, origin, member, brand, t } = invocation
    const { connection } = services.database
    const [channel] = await listMentionChannels(connection, platform.name, origin.workspace, origin.channel)
    if (channel === undefined) {
      const places = await listChannels(connection, brand.id, ['mentions'])
      const here = places.filter(one => one.platform === platform.name && one.workspace === origin.workspace)
      return ephemeral(
        t('command.noise.no-mentions', { channels: t.list(here.map(one => `#${one.name}`)), count: here.length }),
      )
    }
    const before = noiseOf(channel)
    if (!may(member, 'administer')) {
      return ephemeral(
        rest === ''
          ? t('command.noise.now', { name: channel.name, settings: noiseText(t, before) })
          : t('refusal.administer'),
      )
    }
    if (rest === '') return { kind: 'modal', modal: noiseModal(t, channel, brand.timeZone) }
    const settings = readChange(invocation, before, rest)
    if (typeof settings === 'string') return ephemeral(settings)
    await saveNoise(invocation, channel, settings)
    return ephemeral(t('command.noise.now', { name: channel.name, settings: noiseText(t, settings) }))
  },
}
