import { may, ROLES } from '../domain/member.ts'
import type { Translator } from '../locales/translator.ts'
import type { Command, WorkspaceCommand } from './command.ts'
import { titleOf } from './option.ts'
import { ephemeral } from './services.ts'

function inDetail(command: Command, t: Translator): string {
  const who = ROLES.filter(role => may({ roles: [role] }, command.permission)).map(role => t(`role.${role}`))
  return [
    t('command.help.line', { usage: t(command.usage), summary: t(command.summary) }),
    t(command.detail, command.detailValues?.(t)),
    ...command.options
      // Files are handed in where there is a field for them, and typed nowhere.
      .filter(({ field }) => field.kind !== 'file')
      .map(({ title, about }) => t('words.labelled', { label: t(title), value: t(about) })),
    t('command.help.who', { roles: t.list(who) }),
  ].join('\n')
}

/** `help` tells of all commands, itself included. */
export function createHelp(others: readonly Command[]): Command {
  const help: WorkspaceCommand = {
    name: 'help',
    aliases: ['aide', '?'],
    usage: 'usage.help',
    summary: 'command.help.summary',
    detail: 'command.help.detail',
    permission: 'read',
    options: [
      {
        name: 'command',
        title: 'option.command',
        about: 'option.command.about',
        field: {
          kind: 'choice',
          choices: others.map(one => ({ value: one.name, label: (t: Translator) => titleOf(one, t) })),
        },
      },
    ],
    async visit({ t }, rest) {
      const all = [...others, help]
      const one = all.find(command => [command.name, ...command.aliases].includes(rest.toLowerCase()))
      if (one !== undefined) return ephemeral(inDetail(one, t))
      const lines = all.map(command => t('command.help.line', { usage: t(command.usage), summary: t(command.summary) }))
      return ephemeral([t('command.help.intro'), ...lines].join('\n'))
    },
  }
  return help
}
