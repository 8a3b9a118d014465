import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { startFakeDiscord } from '../support/discord/fake.ts'
import { createPerson as createDiscordPerson } from '../support/discord/person.ts'
import { componentsIn } from '../support/discord/rules.ts'
import { wordsOf as discordWords } from '../support/discord/words.ts'
import { quiet, registered } from '../support/discord/world.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient } from '../support/local-client.ts'
import { makeDataDirectory, runVigie } from '../support/process.ts'
import { startFakeSlack } from '../support/slack/fake.ts'
import { createPerson, elementsOf, type Transport, wordsOf } from '../support/slack/person.ts'

const root = join(import.meta.dirname, '../..')

/** One team on Slack and on Discord, with somebody in each. */
async function startTeam() {
  await using stack = new AsyncDisposableStack()
  const slack = stack.use(await startFakeSlack())
  const discord = stack.use(await startFakeDiscord())
  const guild = discord.state.addGuild('Maison')
  const channel = discord.state.addChannel(guild, 'general')
  const directory = stack.use(await makeDataDirectory())
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const config = readConfig({
    ...{ DATA_DIR: directory.path, PORT: '0' },
    ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
  })
  const app = stack.use(await startApp({ config, log, root }))
  await slack.socket.connected(1)
  await discord.gateway.connected()
  await registered(discord)
  const deliver: Transport = (type, payload) => slack.socket.deliver(type, payload)
  slack.people.set('U0ADA', { real_name: 'Ada' })
  const shown = () => slack.whispers.length + slack.views.length
  let seen = 0
  const transport: Transport = async (type, payload) => {
    seen = shown()
    const delivery = await deliver(type, payload)
    if (Object.keys(delivery.body ?? {}).length === 0) await eventually(() => shown() > seen).toBe(true)
    return delivery
  }
  const { user } = discord.state.addMember(guild, { username: 'ben', global_name: 'Ben' })
  const kept = stack.move()
  return {
    slack,
    discord,
    guild,
    channel,
    app,
    dataDirectory: directory.path,
    public: createLocalClient(app.url),
    ada: createPerson(slack, transport, async () => {}, 'U0ADA'),
    ben: createDiscordPerson({ fake: discord, guild, channel, settled: () => quiet(discord), id: user.id }),
    codes: () =>
      new Map(
        lines.flatMap(({ platform, command }) =>
          command === undefined ? [] : [[platform, String(command).replace('/vigie ', '')]],
        ),
      ),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

type Team = Awaited<ReturnType<typeof startTeam>>

async function onSlack({ slack }: Team, ...words: readonly string[]) {
  const find = async () =>
    (await slack.messages(slack.channel)).find(({ blocks }) => words.every(word => wordsOf(blocks).includes(word)))
  await eventually(async () => (await find()) !== undefined).toBe(true)
  const { ts, blocks } = (await find())!
  const ids = elementsOf(blocks).map(element => String(element.action_id))
  return { id: ts, button: (name: string) => ids.find(id => id.includes(`${name}:`)) ?? '' }
}

async function onDiscord({ channel }: Team, ...words: readonly string[]) {
  const find = () =>
    channel.messages.find(({ components }) => words.every(word => discordWords(components).includes(word)))
  await eventually(() => find() !== undefined).toBe(true)
  const { id, components } = find()!
  const ids = componentsIn(components).map(({ custom_id }) => String(custom_id))
  return { id, button: (name: string) => ids.find(one => one.includes(`${name}:`)) ?? '' }
}

test('a team on Slack and on Discord at once: a card in each, one outcome, and each sees what the other did', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  const { slack, ada, ben } = team
  await eventually(() => team.codes().size).toBe(2)
  const claimed = await ada.command(String(team.codes().get('slack')))
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  await ada.submit(made.form!, {})
  expect((await ada.command('bind drafts maison')).words).toContain('#general')
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect(added.code).toBe(0)

  // In Discord the brand is nobody's to take: only a code of its own team opens it.
  await ben.command(String(team.codes().get('discord')))
  expect((await ben.command('bind cards:mentions brand:maison')).words).not.toContain('gets')
  expect((await ben.command('brand join:AAAAA-AAAAA')).words).toContain('This code is not good')
  const shared = (await ada.command('brand share')).words ?? ''
  const [, code = ''] = /brand join (\w{5}-\w{5})/.exec(shared) ?? []
  expect((await ben.command(`brand join:${code}`)).words).toContain('Maison has its team here too')
  expect((await ben.command(`brand join:${code}`)).words).toContain('This code is not good')

  const post = await team.public.post('robin', 'Maison, when do you open on Sunday?')
  const there = await onSlack(team, 'when do you open on Sunday')
  const here = await onDiscord(team, 'when do you open on Sunday')
  const { form } = await ben.press(here.id, here.button('mention.reply'))
  await ben.submit(form!, { text: 'At ten, dear Robin!' })
  const drafts = [
    await onSlack(team, 'At ten, dear Robin!', 'To review'),
    await onDiscord(team, 'At ten, dear Robin!', 'To review'),
  ] as const

  // Both decide at the same moment.
  const [one, other] = await Promise.all([
    ada.press(slack.channel, drafts[0].id, drafts[0].button('draft.approve')),
    ben.press(drafts[1].id, drafts[1].button('draft.approve')),
  ])
  expect([one.words, other.words].filter(words => words?.includes('Approved'))).toHaveLength(1)
  await eventually(async () => (await team.public.posts()).filter(({ author }) => author === 'maison')).toMatchObject([
    { text: 'At ten, dear Robin!', replyTo: post.id },
  ])
  expect((await onSlack(team, 'Replied', 'At ten, dear Robin!')).id).toBe(there.id)
  expect((await onDiscord(team, 'Replied', 'At ten, dear Robin!')).id).toBe(here.id)
  expect((await team.public.posts()).filter(({ author }) => author === 'maison')).toHaveLength(1)
})
