import type { Origin } from '../chat/platform.ts'
import { foldLetters } from '../domain/folding.ts'
import { LANGUAGES } from '../domain/language.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { listBindable } from './bindable.ts'
import { commands } from './index.ts'
import type { ActingPlatform, Services } from './services.ts'

/** What may stand behind a command's name. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  help: commands.map(({ name }) => name),
  digest: ['now'],
  brand: ['new', 'edit', ...['words', 'rules', 'reminders'].map(part => ['edit', part].join(' ')), 'share', 'join'],
  lang: LANGUAGES,
  bind: PURPOSES,
  unbind: PURPOSES,
  mute: ['2h', 'tomorrow', 'off'],
}

/** Commands that take a brand by its short name behind that, or at once. */
const WITH_BRAND: ReadonlySet<string> = new Set(['setup', 'bind', 'lang'])

/** How a command could go on, for somebody who may read: what they have typed behind its name is the beginning. */
export async function suggestTexts(
  services: Services,
  platform: ActingPlatform,
  { workspace }: Origin,
  name: string,
  text: string,
): Promise<readonly string[]> {
  const words = WORDS[name] ?? []
  const brands = WITH_BRAND.has(name) ? await listBindable(services.database.connection, platform.name, workspace) : []
  const slugs = brands.map(({ slug }) => slug)
  const withBrand = words.length === 0 ? slugs : words.flatMap(word => slugs.map(slug => `${word} ${slug}`))
  const typed = foldLetters(text)
  return [...words, ...withBrand].filter(one => foldLetters(one).startsWith(typed))
}
