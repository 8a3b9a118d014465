import { listMembers } from '../db/queries/people.ts'
import type { Command } from './command.ts'
import { ephemeral } from './services.ts'

export const roles: Command = {
  name: 'roles',
  aliases: ['equipe', 'équipe'],
  usage: 'roles',
  summary: 'command.roles.summary',
  detail: 'command.roles.detail',
  permission: 'read',
  async run({ services, platform, origin, t }) {
    const people = await listMembers(services.database.connection, platform, origin.workspace)
    const lines = people.map(({ name, roles: held }) =>
      t('command.roles.line', { name, roles: t.list(held.map(role => t(`role.${role}`))) }),
    )
    return ephemeral(lines.join('\n'))
  },
}
