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

/** The brand is made in Slack, with Ada as admin; answers with the code that opens it elsewhere. */
async function makeBrand(team: Team): Promise<string> {
  const { ada } = team
  await eventually(() => team.codes().size).toBe(2)
  const claimed = await ada.command(String(team.codes().get('slack')))
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  await ada.submit(made.form!, {})
  expect((await ada.command('bind drafts maison')).words).toContain('#general')
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect(added.code).toBe(0)
  const shared = (await ada.command('brand share')).words ?? ''
  return /brand join (\w{5}-\w{5})/.exec(shared)?.[1] ?? ''
}

test('a team on Slack and on Discord at once: a card in each, one outcome, and each sees what the other did', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  const { slack, ada, ben } = team
  const code = await makeBrand(team)

  // In Discord the brand is nobody's to take: only a code of its own team opens it.
  await ben.command(String(team.codes().get('discord')))
  expect((await ben.command('bind cards:mentions brand:maison')).words).not.toContain('gets')
  expect((await ben.command('brand join:AAAAA-AAAAA')).words).toContain('This code is not good')
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

test('what is published is edited from one of them, approved in the other, and says so in both', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  const { slack, ada, ben } = team
  const code = await makeBrand(team)
  await ben.command(String(team.codes().get('discord')))
  await ben.command(`brand join:${code}`)
  const rules = await ada.command('brand edit rules')
  await ada.submit(rules.form!, { own: 'no' })
  await ada.submit((await ada.command('draft We open on Monday.')).form!, {})
  const draft = await onDiscord(team, 'We open on Monday.', 'To review')
  await ben.press(draft.id, draft.button('draft.approve'))
  const ours = async () => (await team.public.posts()).filter(({ author }) => author === 'maison')
  await eventually(ours).toMatchObject([{ text: 'We open on Monday.' }])
  const [{ id } = { id: '' }] = await ours()

  const onCard = await onSlack(team, 'We open on Monday.', 'Published')
  const first = await ada.press(slack.channel, onCard.id, onCard.button('draft.correct'))
  const [field = ''] = Object.keys(first.form?.values ?? {})
  expect(first.form?.values[field]).toBe('We open on Monday.')
  expect((await ada.submit(first.form!, { [field]: 'We open on Tuesday.' })).words).toContain('Sent to review')
  const words = ['edit of a published post', '“Monday.” becomes “Tuesday.”'] as const
  const own = await onSlack(team, ...words)
  expect((await ada.press(slack.channel, own.id, own.button('draft.approve'))).words).toContain('You wrote it')
  const review = await onDiscord(team, ...words)
  await ben.press(review.id, review.button('draft.approve'))
  await eventually(ours).toMatchObject([{ id, text: 'We open on Tuesday.' }])
  expect((await onSlack(team, 'Published: post', 'We open on Tuesday.')).id).toBe(onCard.id)

  // And the other way round.
  const there = await onDiscord(team, 'Published: post', 'We open on Tuesday.')
  const second = await ben.press(there.id, there.button('draft.correct'))
  expect(second.form?.values).toMatchObject({ [field]: 'We open on Tuesday.' })
  await ben.submit(second.form!, { [field]: 'We open on Sunday.' })
  const again = await onSlack(team, '“Tuesday.” becomes “Sunday.”')
  await ada.press(slack.channel, again.id, again.button('draft.approve'))
  await eventually(ours).toMatchObject([{ id, text: 'We open on Sunday.' }])
  expect((await onDiscord(team, 'Published: post', 'We open on Sunday.')).id).toBe(there.id)
})

test('a post is liked and reposted, and what is published deleted, from either of them, and both say so', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  const { slack, ada, ben } = team
  const code = await makeBrand(team)
  await ben.command(String(team.codes().get('discord')))
  await ben.command(`brand join:${code}`)
  await team.public.post('robin', 'Maison has the best lamps')
  const here = await onDiscord(team, 'the best lamps')
  await ben.press(here.id, here.button('mention.like'))
  const there = await onSlack(team, 'the best lamps', 'Liked by Ben, as @maison.', 'Take the like back')
  const asked = await ada.press(slack.channel, there.id, there.button('mention.repost'))
  expect((await ada.submit(asked.form!, { sure: 'keep' })).words).toContain('Nothing was reposted.')
  const again = await ada.press(slack.channel, there.id, there.button('mention.repost'))
  expect((await ada.submit(again.form!, { sure: 'repost' })).words).toContain('on its way')
  const both = await onDiscord(team, 'Liked by Ben', 'Reposted by Ada')
  await ben.press(both.id, both.button('mention.unrepost'))
  await onSlack(team, 'the best lamps', 'Liked by Ben', 'Repost…')
  const sure = await onDiscord(team, 'the best lamps', 'Repost…')
  const form = (await ben.press(sure.id, sure.button('mention.repost'))).form
  expect((await ben.submit(form!, { sure: 'repost' })).words).toContain('on its way')
  await onSlack(team, 'Liked by Ben', 'Reposted by Ben')

  const rules = await ada.command('brand edit rules')
  await ada.submit(rules.form!, { own: 'yes' })
  const ours = async () => (await team.public.posts()).filter(({ author }) => author === 'maison')
  let account = ''
  for (const [index, text] of ['We open on Monday.', 'We open on Tuesday.'].entries()) {
    await ada.submit((await ada.command(`draft ${text}`)).form!, {})
    const review = await onSlack(team, text, 'To review')
    await ada.press(slack.channel, review.id, review.button('draft.approve'))
    await eventually(ours).toMatchObject([{ text }])
    const onSlackNow = await onSlack(team, text, 'Published')
    const onDiscordNow = await onDiscord(team, text, 'Published')
    const { form } =
      index === 0
        ? await ada.press(slack.channel, onSlackNow.id, onSlackNow.button('draft.delete'))
        : await ben.press(onDiscordNow.id, onDiscordNow.button('draft.delete'))
    const person = index === 0 ? ada : ben
    expect(form).toMatchObject({ title: 'Delete at the network', values: { accounts: '' } })
    // Both forms name the same account.
    account = /"=([0-9a-f-]{36})"/.exec(JSON.stringify(slack.views.at(-1)))?.[1] ?? account
    expect((await person.submit(form!, { accounts: account })).words).toContain('It is being deleted on Local.')
    await onSlack(team, 'Deleted: post', text, `Deleted on Local by ${index === 0 ? 'Ada' : 'Ben'}`)
    await onDiscord(team, 'Deleted: post', text)
    expect(await ours()).toEqual([])
  }
})

test('while many cards wait, a decision in one changes the other’s card before any new one, and two at once have one outcome', {
  timeout: 240_000,
}, async () => {
  await using team = await startTeam()
  const { slack, discord, channel, ada, ben } = team
  const code = await makeBrand(team)
  await ben.command(String(team.codes().get('discord')))
  await ben.command(`brand join:${code}`)

  const rules = await ada.command('brand edit rules')
  await ada.submit(rules.form!, { own: 'yes' })
  const write = async (text: string) => ada.submit((await ada.command(`draft ${text}`)).form!, {})
  const texts = Array.from({ length: 24 }, (_, index) => `Post number ${index}.`)
  for (const text of texts.slice(0, 3)) await write(text)
  const first = [await onSlack(team, 'Post number 0.'), await onDiscord(team, 'Post number 0.')] as const
  const second = [await onSlack(team, 'Post number 1.'), await onDiscord(team, 'Post number 1.')] as const
  const third = [await onSlack(team, 'Post number 2.'), await onDiscord(team, 'Post number 2.')] as const
  for (const text of texts.slice(3)) await write(text)
  const shownInDiscord = () => channel.messages.length
  expect(shownInDiscord()).toBeLessThan(texts.length)

  /** What Discord was asked for about the channel's messages since then: new ones, and the first edit of this one. */
  const since = (index: number, message: string) => {
    const own = discord.calls.slice(index).filter(({ path }) => path.startsWith(`/channels/${channel.id}/messages`))
    const at = own.findIndex(({ method, path }) => method === 'PATCH' && path.endsWith(message))
    return { isEdited: at !== -1, newBefore: own.slice(0, at).filter(({ method }) => method === 'POST').length }
  }
  const before = discord.calls.length
  await ada.press(slack.channel, first[0].id, first[0].button('draft.approve'))
  await eventually(() => since(before, first[1].id).isEdited).toBe(true)
  // One may have been on its way already.
  expect(since(before, first[1].id).newBefore).toBeLessThanOrEqual(1)

  // The other way round.
  const slackBefore = slack.calls.length
  await ben.press(second[1].id, second[1].button('draft.approve'))
  const inSlack = () => {
    const own = slack.calls.slice(slackBefore).filter(({ body }) => body.channel === slack.channel)
    const at = own.findIndex(({ method, body }) => method === 'chat.update' && body.ts === second[0].id)
    return {
      isEdited: at !== -1,
      newBefore: own.slice(0, at).filter(({ method }) => method === 'chat.postMessage').length,
    }
  }
  await eventually(() => inSlack().isEdited).toBe(true)
  expect(inSlack().newBefore).toBeLessThanOrEqual(1)

  // Both at the same moment, one for and one against.
  const against = ada.press(slack.channel, third[0].id, third[0].button('draft.reject'))
  const [form, approved] = await Promise.all([against, ben.press(third[1].id, third[1].button('draft.approve'))])
  const rejected = form.form === undefined ? form : await ada.submit(form.form, { comment: 'Not now' })
  const isApproved = approved.words?.includes('Approved') === true
  expect(rejected.errors !== undefined || rejected.words?.includes('Rejected') !== true).toBe(isApproved)

  // Every post has its one card in each, however long that takes.
  await expect.poll(shownInDiscord, { timeout: 90_000, interval: 200 }).toBe(texts.length)
  const words = channel.messages.map(({ components }) => discordWords(components))
  for (const text of texts) expect(words.filter(one => one.includes(text))).toHaveLength(1)
  const inChannel = async () => (await slack.messages(slack.channel)).map(({ blocks }) => wordsOf(blocks))
  await expect.poll(async () => (await inChannel()).length, { timeout: 90_000, interval: 200 }).toBe(texts.length)
  for (const text of texts) expect((await inChannel()).filter(one => one.includes(text))).toHaveLength(1)
})
