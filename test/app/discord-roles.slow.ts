import { expect, test } from 'vitest'
import { messageWith, startTeam } from '../support/discord/first-run.ts'
import { runVigie } from '../support/process.ts'

test('roles of the server give rights in Vigie, for as long as somebody has them and the server has them', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  const { fake, guild, drafts } = team
  const [editors, approvers] = [fake.state.addRole(guild, 'Editors'), fake.state.addRole(guild, 'Approvers')]
  const ada = team.somebody('Ada')
  const ben = team.somebody('Ben', { roles: [editors] })
  const cleo = team.somebody('Cleo', { roles: [approvers] })

  // The wizard takes both, in one field.
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: drafts.id })
  const finished = await ada.submit(placed.form!, { editor: `${editors},${ada.id}`, admin: ada.id })
  expect(finished.words).toContain('Answer and write: Ada and @Editors.')
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])
  const begun = await ben.command('draft We open on Monday')
  await ben.submit(begun.form!, {})
  const draft = await messageWith(drafts, 'We open on Monday', 'To review')
  const approve = () => cleo.press(draft.id, draft.button('draft.approve'))
  expect((await approve()).words).toContain('Only approvers and admins')

  // So does the command, which picks them from the server's own list.
  expect((await ben.command(`roles person:${approvers} role:approver`)).words).toContain('Only admins')
  expect((await ada.command(`roles person:${approvers} role:approver`)).words).toContain(
    'Members of @Approvers, for Maison: approver.',
  )
  expect((await ada.command('roles')).words).toMatch(/Members of @Editors[\s\S]*Members of @Approvers/)
  cleo.member.roles = []
  expect((await approve()).words).toContain('Only approvers and admins')
  cleo.member.roles = [approvers]
  expect((await approve()).words).toContain('Approved')

  // A role that is deleted is told of, in the chat and by doctor.
  guild.roles.delete(approvers)
  cleo.member.roles = []
  expect((await ada.command('status')).words).toContain('@Approvers is gone, and nobody has rights by it any more.')
  const doctor = await runVigie(['doctor'], team)
  expect(doctor.stdout).toContain('Discord roles: @Approvers is gone, and nobody has rights by it any more')
  expect((await ada.command('roles name:@Approvers role:none')).words).toContain('gives no rights')
  expect((await ada.command('status')).words).not.toContain('@Approvers')
})
