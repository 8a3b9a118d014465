import { ApplicationCommandOptionType, RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { DiscordClient } from './client.ts'
import { discordCode } from './errors.ts'

type Thing = Readonly<Record<string, unknown>>

/** What may be left out, or is told in another way by whoever keeps it. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}

/** True if all that we want is there: Discord adds ids, versions and what nobody asked for. */
export function isSame(wanted: unknown, there: unknown): boolean {
  if (isNothing(wanted)) return isNothing(there)
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(there) && there.length === wanted.length && wanted.every((one, index) => isSame(one, there[index]))
    )
  }
  if (typeof wanted !== 'object' || wanted === null) return wanted === there
  if (typeof there !== 'object' || there === null) return false
  const kept = there as Thing
  return Object.entries(wanted).every(([key, value]) => isSame(value, kept[key]))
}

/** Options that are commands of their own: discord.com/developers/docs/interactions/application-commands. */
const SUBCOMMANDS: ReadonlySet<unknown> = new Set([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
])

/** An option that tells no more than its name. */
function terse(option: Thing): Thing {
  if (SUBCOMMANDS.has(option.type)) return shortened(option)
  const { name, name_localizations: description_localizations = {} } = option
  return { ...option, description: name, description_localizations }
}

/** A command whose fields say only what they are called: for whoever has less room than Discord. */
export function shortened(command: Thing): Thing {
  return Array.isArray(command.options) ? { ...command, options: (command.options as Thing[]).map(terse) } : command
}

/**
 * Registers what has changed; in fewer words where they are too many, which Discord has limited differently over time.
 * Throws what the client throws.
 */
export async function registerCommands(
  client: DiscordClient,
  application: string,
  wanted: readonly Thing[],
): Promise<'unchanged' | 'registered'> {
  const route = Routes.applicationCommands(application)
  const there = await client.get<readonly Thing[]>(route, { with_localizations: 'true' })
  const nameOf = ({ type, name }: Thing) => `${type ?? 1} ${name}`
  const byName = new Map(there.map(one => [nameOf(one), one]))
  const isKept = (some: readonly Thing[]) =>
    there.length === some.length && some.every(one => isSame(one, byName.get(nameOf(one))))
  if (isKept(wanted)) return 'unchanged'
  try {
    // Those of the same name keep their ids, and count for nothing against the two hundred of a day.
    await client.send('PUT', route, { body: wanted })
  } catch (fault) {
    if (discordCode(fault) !== Code.InvalidFormBodyOrContentType) throw fault
    const fewer = wanted.map(shortened)
    if (isKept(fewer)) return 'unchanged'
    await client.send('PUT', route, { body: fewer })
  }
  return 'registered'
}
