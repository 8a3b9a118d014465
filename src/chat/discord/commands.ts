import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
} from 'discord.js'
import type { Localised } from '../../domain/language.ts'
import type { Translators } from '../../locales/translator.ts'
import type { CommandDescription, OptionDescription, OptionField } from '../commands.ts'
import { cut } from '../text.ts'
import { CHOICE_NAME, COMMAND_CHOICES, COMMAND_DESCRIPTION, COMMAND_OPTIONS } from './limits.ts'
import { COMMAND, MESSAGE_COMMAND } from './parse.ts'

/** Names of commands: discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming. */
const NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u

type Thing = Readonly<Record<string, unknown>>

function named(name: string, title: Localised<string>): Thing {
  // One that Discord would not take is left in English.
  return { name, ...(NAME.test(title.fr) ? { name_localizations: { fr: title.fr } } : {}) }
}

function described(text: Localised<string>): Thing {
  return {
    description: cut(text.en, COMMAND_DESCRIPTION),
    description_localizations: { fr: cut(text.fr, COMMAND_DESCRIPTION) },
  }
}

function fieldOf(field: OptionField): Thing {
  switch (field.kind) {
    case 'text':
      return { type: ApplicationCommandOptionType.String, autocomplete: field.isCompleted }
    case 'choice': {
      const choices = field.choices.slice(0, COMMAND_CHOICES).map(({ value, label }) => ({
        name: cut(label.en, CHOICE_NAME),
        name_localizations: { fr: cut(label.fr, CHOICE_NAME) },
        value,
      }))
      return { type: ApplicationCommandOptionType.String, choices }
    }
    case 'number': {
      const { minimum: min_value, maximum: max_value } = field
      return { type: ApplicationCommandOptionType.Integer, min_value, max_value }
    }
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean }
    case 'person':
      return {
        type: field.orGroup === true ? ApplicationCommandOptionType.Mentionable : ApplicationCommandOptionType.User,
      }
    case 'channel': {
      const channel_types = [ChannelType.GuildText, ChannelType.GuildAnnouncement]
      return { type: ApplicationCommandOptionType.Channel, channel_types }
    }
    case 'file':
      return { type: ApplicationCommandOptionType.Attachment }
    default:
      return field satisfies never
  }
}

function option({ name, title, about, isRequired, field }: OptionDescription): Thing {
  return { ...fieldOf(field), ...named(name, title), ...described(about), required: isRequired }
}

function subcommand({ name, title, summary, options }: CommandDescription): Thing {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...named(name, title),
    ...described(summary),
    options: options.slice(0, COMMAND_OPTIONS).map(option),
  }
}

/** All that Vigie registers: `/vigie` with a subcommand each, and a command on messages. */
export function renderCommands(commands: readonly CommandDescription[], translators: Translators): readonly Thing[] {
  const everywhere = {
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: COMMAND,
      ...described({ en: translators.en('discord.command'), fr: translators.fr('discord.command') }),
      options: commands.slice(0, COMMAND_OPTIONS).map(subcommand),
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
