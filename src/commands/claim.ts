import { record } from '../db/queries/audit.ts'
import { setMemberRoles } from '../db/queries/people.ts'
import { findWorkspace, useClaim } from '../db/queries/workspaces.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { hashClaim } from '../domain/claim.ts'
import { may } from '../domain/member.ts'
import type { WorkspaceCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { openSetup, setup } from './setup.ts'

/** Makes whoever has read the code in the log the workspace's first admin, and leads on to the wizard. */
export const claim: WorkspaceCommand = {
  name: 'claim',
  aliases: [],
  usage: 'usage.claim',
  summary: 'command.claim.summary',
  detail: 'command.claim.detail',
  permission: 'read',
  options: [
    { name: 'code', title: 'option.code', about: 'option.code.about', isRequired: true, field: { kind: 'text' } },
  ],
  async visit(visit, rest) {
    const { services, platform, origin, member, rights, t } = visit
    if (rest === '') return ephemeral(t('command.usage', { usage: `/vigie ${t('usage.claim')}` }))
    const workspace = await services.database.transact(async ({ tx }) => {
      const found = await findWorkspace(tx, platform.name, origin.workspace)
      if (found === undefined || !(await useClaim(tx, found.id, hashClaim(rest)))) return undefined
      await setMemberRoles(tx, member.id, ['admin'])
      await record(tx, {
        actorId: member.id,
        act: 'workspace.claimed',
        subjectKind: 'workspace',
        subjectId: found.id,
      })
      return found
    })
    // Typed again by whoever is admin already, as where a form could not be opened at first: they want to go on.
    if (workspace === undefined && !may(rights.as(undefined), 'administer')) return ephemeral(t('command.claim.wrong'))
    const admin: MemberRow = { ...member, roles: ['admin'] }
    const answer = await openSetup({ ...visit, member: admin, rights: { ...rights, as: () => admin } }, '')
    const done = t('command.claim.done')
    // Several brands are there already: one must be named before there is anything to set up.
    if (answer.kind === 'ephemeral') return ephemeral(`${done} ${answer.text}`)
    // The code is used up, whoever comes to the form by a button.
    return answer.kind === 'modal' ? { ...answer, done: { text: done, next: setup.name } } : answer
  },
}
