import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Routes,
} from 'discord.js'
import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import { cut } from '../text.ts'
import type { DiscordClient } from './client.ts'
import { COMMAND_DESCRIPTION } from './limits.ts'
import { COMMAND, MESSAGE_COMMAND } from './parse.ts'

/** One command of the grammar that all platforms share. */
export interface CommandDescription {
  readonly name: string
  /** The first that Discord takes as a name is its French one. */
  readonly aliases: readonly string[]
  /** How it goes: `lang en|fr [brand]`. What stands behind the name is typed as one text. */
  readonly usage: string
  readonly summary: Localised<string>
}

/** Names of commands: discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming. */
const NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u
/** Of one usage: all names and descriptions of a command may have 4,000 characters together. */
const USAGE = 60

/** How the usage of a command begins that is about somebody of the team. */
const PERSON = '[@name'

type Thing = Readonly<Record<string, unknown>>

function described(text: Localised<string>): Thing {
  return {
    description: cut(text.en, COMMAND_DESCRIPTION),
    description_localizations: { fr: cut(text.fr, COMMAND_DESCRIPTION) },
  }
}

function subcommand({ name, aliases, usage, summary }: CommandDescription, translators: Translators): Thing {
  const rest = usage.slice(name.length).trim()
  const french = aliases.find(alias => NAME.test(alias))
  const who = {
    type: ApplicationCommandOptionType.User,
    name: 'who',
    name_localizations: { fr: translators.fr('discord.who') },
    ...described({ en: translators.en('discord.who.about'), fr: translators.fr('discord.who.about') }),
    required: false,
  }
  const option = {
    type: ApplicationCommandOptionType.String,
    name: 'text',
    name_localizations: { fr: translators.fr('discord.option') },
    description: cut(rest === '' ? name : rest, USAGE),
    // What a command wants is said by the command itself, in words.
    required: false,
    autocomplete: true,
  }
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...(french === undefined ? {} : { name_localizations: { fr: french } }),
    ...described(summary),
    options: rest === '' ? [] : rest.startsWith(PERSON) ? [who, option] : [option],
  }
}

/** All that Vigie registers: `/vigie` with a subcommand each, and a command on messages. */
export function describeCommands(commands: readonly CommandDescription[], translators: Translators): readonly Thing[] {
  const everywhere = {
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: COMMAND,
      ...described({ en: translators.en('discord.command'), fr: translators.fr('discord.command') }),
      // Twenty-five are all that Discord takes.
      options: commands.slice(0, 25).map(command => subcommand(command, translators)),
      ...everywhere,
    },
    {
      type: ApplicationCommandType.Message,
      name: MESSAGE_COMMAND,
      name_localizations: { fr: translators.fr('discord.message-command') },
      ...everywhere,
    },
  ]
}

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

/** Registers what has changed. Throws what the client throws. */
export async function registerCommands(
  client: DiscordClient,
  application: string,
  wanted: readonly Thing[],
): Promise<'unchanged' | 'registered'> {
  const route = Routes.applicationCommands(application)
  const there = await client.get<readonly Thing[]>(route, { with_localizations: 'true' })
  const nameOf = ({ type, name }: Thing) => `${type ?? 1} ${name}`
  const byName = new Map(there.map(one => [nameOf(one), one]))
  const isKept = there.length === wanted.length && wanted.every(one => isSame(one, byName.get(nameOf(one))))
  if (isKept) return 'unchanged'
  // Those of the same name keep their ids, and count for nothing against the two hundred of a day.
  await client.send('PUT', route, { body: wanted })
  return 'registered'
}
