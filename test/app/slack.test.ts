import { describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { runVigie } from '../support/process.ts'
import { messageWith, startTeam, type Team } from '../support/slack/first-run.ts'
import { wordsOf } from '../support/slack/person.ts'

const RANDOM = 'C000000002'

/** What somebody reads on Vigie's own page, having opened it. */
async function homeOf({ fake, ...team }: Team, user: string): Promise<string> {
  const event = { type: 'app_home_opened', user, tab: 'home', channel: 'D1' }
  const published = () =>
    fake.calls.filter(({ method, body }) => method === 'views.publish' && body.user_id === user).length
  const before = published()
  await team.deliver('events_api', {
    type: 'event_callback',
    team_id: fake.team,
    event_id: `Ev${user}${before}`,
    event,
  })
  await eventually(published).toBe(before + 1)
  return wordsOf(JSON.parse(fake.calls.findLast(({ method }) => method === 'views.publish')?.body.view ?? '{}').blocks)
}

describe.each(['socket', 'http'] as const)('a team in Slack, over %s', mode => {
  test('from the code in the log to the published reply', { timeout: 120_000 }, async () => {
    await using team = await startTeam(mode)
    const { fake } = team
    const ada = team.somebody('U0ADA', { real_name: 'Ada' })
    const ben = team.somebody('U0BEN', { real_name: 'Ben' })
    const guest = team.somebody('U0GUEST', { real_name: 'Guest', is_restricted: true })

    // Whoever is nobody here is told so; Slack away makes nobody a stranger.
    expect((await guest.command('status')).words).toContain('You are a guest here')
    fake.disturb('users.info', { kind: 'lose-request' })
    expect((await ben.command('help')).words).toContain('nothing was done')
    expect((await ben.command('help')).words).toContain('What Vigie understands')

    const claimed = await ada.command(await team.claim())
    // The wizard: the brand, its channels, the people.
    const made = await ada.submit(claimed.form!, { name: 'Maison' })
    expect(made.form?.values).toEqual(
      Object.fromEntries(['mentions', 'alerts', 'drafts', 'digest'].map(one => [one, fake.channel])),
    )
    fake.absent.add(RANDOM)
    const placed = await ada.submit(made.form!, { drafts: RANDOM })
    expect(placed.form?.values).toEqual({ editor: '', approver: '', admin: 'U0ADA' })
    const refused = await ada.submit(placed.form!, { editor: 'U0ADA,U0GUEST', admin: '' })
    expect(refused.errors).toEqual({
      editor: 'Guest is a guest and cannot have a role.',
      admin: 'Somebody must stay admin: make another one first.',
    })
    const finished = await ada.submit(placed.form!, { editor: 'U0ADA', admin: 'U0ADA' })
    expect(finished.words).toContain('#general gets: mentions, alerts and the digest.')
    expect(finished.words).toContain('Vigie is not in #random yet: type “/invite @Vigie” there.')
    expect(finished.words).toContain('account add bluesky --brand maison')
    fake.absent.delete(RANDOM)
    expect((await ada.command('bind mentions maison')).words).toContain('#general gets')
    expect((await ada.command('brand edit rules')).form?.values).toMatchObject({ 'reply-own': 'yes' })
    const rules = await ada.command('brand edit rules')
    expect((await ada.submit(rules.form!, { 'reply-own': 'no' })).words).toContain('Maison is changed')
    /** The command as Slack hands it over, with people that were picked from its list. */
    const command = async (text: string) => ada.act('slash_commands', { ...(await ada.commandPayload('')), text })
    const roles = await command('roles <@U0BEN|Ben King> approver')
    expect(roles.words).toContain('Ben: approver')
    const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
    expect([added.stderr, added.code]).toEqual(['', 0])

    const named = await command('draft Ask <@U0BEN|ben>')
    expect(named.form?.values).toMatchObject({ text: 'Ask @ben' })

    // The page stays until the next start, and its network is the brand's.
    const post = await team.public.post('robin', 'Maison, when do you open on Sunday?')
    const mention = await messageWith(fake, fake.channel, 'when do you open on Sunday')
    const { form } = await ada.press(fake.channel, mention.ts, mention.button('mention.reply'))
    expect(form).toMatchObject({ values: { text: '' } })
    const sent = await ada.submit(form!, { text: 'At ten, dear Robin!' })
    expect(sent.words).toContain('Sent to review')
    const draft = await messageWith(fake, RANDOM, 'At ten, dear Robin!', 'To review')
    const approve = draft.button('draft.approve')
    expect(await homeOf(team, 'U0BEN')).toMatch(/To approve: At ten, dear Robin! \(Ada\)[\s\S]*Nothing is scheduled/)
    expect(await homeOf(team, 'U0ADA')).toMatch(/Nothing at the moment[\s\S]*Local, @maison: works/)
    expect((await guest.press(RANDOM, draft.ts, approve)).words).toContain('You are a guest here')
    expect((await ben.press(RANDOM, draft.ts, approve)).words).toContain('Approved')
    await eventually(async () => (await team.public.posts()).filter(one => one.author === 'maison')).toMatchObject([
      { text: 'At ten, dear Robin!', replyTo: post.id },
    ])
    const done = await messageWith(fake, fake.channel, 'Replied', 'At ten, dear Robin!')
    expect(done.ts).toBe(mention.ts)
    expect((await ben.press(RANDOM, draft.ts, approve)).words).toContain('Somebody was quicker')
    expect((await team.public.posts()).filter(one => one.author === 'maison')).toHaveLength(1)

    fake.scopes.splice(fake.scopes.indexOf('groups:history'), 1)
    const status = (await ada.command('status')).words
    expect(status).toContain('lacks the right groups:history')
    expect(status).toContain('#general gets')
  })
})

test('requests for Slack are nobody’s where Slack speaks another way, and unsigned ones are refused', async () => {
  await using socket = await startTeam('socket')
  expect((await fetch(`${socket.app.url}/slack/events`, { method: 'POST', body: '{}' })).status).not.toBe(200)
  await using http = await startTeam('http')
  expect((await fetch(`${http.app.url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(401)
})
