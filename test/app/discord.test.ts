import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { type FakeDiscord, startFakeDiscord } from '../support/discord/fake.ts'
import { messageWith, startTeam } from '../support/discord/first-run.ts'
import { MISSING } from '../support/discord/permissions.ts'
import { wordsOf } from '../support/discord/words.ts'
import { registered } from '../support/discord/world.ts'
import { eventually } from '../support/eventually.ts'
import { makeDataDirectory, runVigie, startVigie } from '../support/process.ts'
import { startFakeSlack } from '../support/slack/fake.ts'

const root = join(import.meta.dirname, '../..')

function callsTo(fake: FakeDiscord, pattern: RegExp): number {
  return fake.calls.filter(({ method, path }) => pattern.test(`${method} ${path}`)).length
}

describe('a team in Discord', () => {
  test('from the code in the log to the published reply, over a lost gateway, limits and clicks at once', {
    timeout: 120_000,
  }, async () => {
    await using team = await startTeam()
    const { fake, general, drafts } = team
    const ada = team.somebody('Ada')
    const ben = team.somebody('Ben')
    const guest = team.somebody('Guest', { pending: true })
    const bot = team.somebody('Bot', { bot: true })
    expect(fake.gateway.intents).toBe(1)
    expect((await guest.command('status')).words).toContain('passed the server’s screening')
    expect((await bot.command('status')).words).toContain('Vigie takes nothing from apps')
    expect((await ben.command('help')).words).toContain('What Vigie understands')

    const claimed = await ada.command(await team.claim())
    const made = await ada.submit(claimed.form!, { name: 'Maison' })
    expect(Object.values(made.form?.values ?? {})).toEqual(Array(4).fill(general.id))
    drafts.denied = MISSING.none & ~MISSING.but('SEND_MESSAGES')
    const placed = await ada.submit(made.form!, { drafts: drafts.id })
    expect(placed.form?.values).toEqual({ editor: '', approver: '', admin: ada.id })
    const refused = await ada.submit(placed.form!, { editor: `${ada.id},${guest.id}`, admin: '' })
    expect(refused.errors).toEqual({
      [Object.keys(refused.errors ?? {})[0]!]: 'Guest is a guest and cannot have a role.',
      admin: 'Somebody must stay admin: make another one first.',
    })
    const finished = await ada.submit(placed.form!, { editor: ada.id, admin: ada.id })
    expect(finished.words).toContain('#general gets: mentions, alerts and the digest.')
    expect(finished.words).toContain(
      'Vigie is not in #drafts yet: edit the channel and let Vigie see it and send messages.',
    )
    drafts.denied = 0n
    const rules = await ada.command('brand change:edit rules')
    expect((await ada.submit(rules.form!, { 'reply-own': 'no' })).words).toContain('Maison is changed')
    expect((await ada.command(`roles person:<@${ben.id}> role:approver`)).words).toContain('Ben: approver')
    const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
    expect([added.stderr, added.code]).toEqual(['', 0])
    expect((await ada.draftFrom('Something that **somebody** wrote')).form?.values).toMatchObject({
      text: 'Something that somebody wrote',
    })

    // Discord limits the first attempt: the card comes later, once.
    const limit = { message: 'You are being rate limited.', retry_after: 1, global: false }
    fake.disturb(/^POST \/channels\/\d+\/messages$/, {
      ...{ kind: 'answer', status: 429, body: limit },
      headers: { 'retry-after': '1', 'x-ratelimit-scope': 'shared' },
    })
    const post = await team.public.post('robin', 'Maison, when do you open on Sunday?')
    const mention = await messageWith(general, 'when do you open on Sunday')
    const { form } = await ada.press(mention.id, mention.button('mention.reply'))

    // The gateway is lost while the form is filled in.
    fake.gateway.cut()
    await fake.gateway.connected()
    const sent = await ada.submit(form!, { text: 'At ten, dear Robin!' })
    expect(sent.words).toContain('Sent to review')
    const draft = await messageWith(drafts, 'At ten, dear Robin!', 'To review')
    const approve = draft.button('draft.approve')
    expect((await guest.press(draft.id, approve)).words).toContain('passed the server’s screening')

    // The same click twice, and two people at once.
    const press = { custom_id: approve, component_type: 2 }
    const clicks = [ben, ada].map(person => person.begin(3, drafts, press, draft.message))
    ben.again(clicks[0]!)
    const answers = await Promise.all([ben.seen(clicks[0]!), ada.seen(clicks[1]!)])
    expect(JSON.stringify(answers)).toContain('Approved')
    await eventually(async () => (await team.public.posts()).filter(one => one.author === 'maison')).toMatchObject([
      { text: 'At ten, dear Robin!', replyTo: post.id },
    ])
    const done = await messageWith(general, 'Replied', 'At ten, dear Robin!')
    expect(done.id).toBe(mention.id)
    expect((await ben.press(draft.id, approve)).words).toContain('Somebody was quicker')
    expect((await team.public.posts()).filter(one => one.author === 'maison')).toHaveLength(1)
    expect(callsTo(fake, /callback$/)).toBe(fake.interactions.all.filter(({ answer }) => answer !== undefined).length)

    // Its history stands in a thread, and what is wrong in a channel is told.
    await eventually(() => wordsOf(fake.state.channels.get(mention.id)?.messages.map(one => one.components))).toContain(
      'published',
    )
    general.denied = MISSING.none & ~MISSING.but('READ_MESSAGE_HISTORY', 'SEND_MESSAGES')
    const status = (await ada.command('status')).words
    expect(status).toContain('Vigie lacks rights in #general: Send Messages and Read Message History')
    expect(callsTo(fake, /^PUT /)).toBe(1)
  })
})

test('Vigie as it is installed, in one bundle, works with Slack and with Discord', { timeout: 90_000 }, async () => {
  await using discord = await startFakeDiscord()
  discord.state.addGuild('Maison')
  await using slack = await startFakeSlack()
  await using directory = await makeDataDirectory()
  const environment = {
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
  }
  await using _vigie = await startVigie({ dataDirectory: directory.path, environment })
  await discord.gateway.connected()
  await registered(discord)
  await slack.socket.connected(1)
})

test('Vigie starts and says so while Discord is away, and goes on when it is there', { timeout: 60_000 }, async () => {
  await using fake = await startFakeDiscord()
  fake.state.addGuild('Maison')
  fake.gateway.isDown = true
  fake.disturb(/./, { kind: 'lose-request' }, 3)
  await using directory = await makeDataDirectory()
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const settings = { DATA_DIR: directory.path, PORT: '0', DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl }
  await using _app = await startApp({ config: readConfig(settings), log, root })
  await eventually(() => lines.some(({ msg }) => msg === 'Discord cannot be reached, trying again')).toBe(true)
  fake.gateway.isDown = false
  await fake.gateway.connected()
})
