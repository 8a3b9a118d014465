import { Routes } from 'discord.js'
import { type Finding, findingsOf } from '../../domain/finding.ts'
import { createClient, type DiscordClient } from './client.ts'
import { describeDiscordFault, isTokenError } from './errors.ts'
import { createGroups, type Groups } from './groups.ts'
import { createIdentityKeeper, type Guild, type Identity, type IdentityKeeper } from './identity.ts'
import { inviteLink } from './permissions.ts'
import { createPlaces } from './places.ts'
import { findTrouble } from './problems.ts'

export interface DiscordExamination {
  readonly token: string
  readonly apiUrl?: string
  /** Where cards go; undefined if that is not known. */
  readonly channels: readonly Known[] | undefined
  /** Roles of servers that give rights; undefined if that is not known. */
  readonly groups: readonly Known[] | undefined
}

/** Something that Vigie remembers of a server. */
interface Known {
  readonly workspace: string
  readonly id: string
  readonly name: string
}

const NETWORK = 'Check the network, a proxy, and DISCORD_API_URL.'
/** Servers beyond which Discord wants several connections: discord.com/developers/docs/events/gateway#sharding. */
const MOST_SERVERS = 2_500
/** Open threads of a server: support.discord.com, "Threads FAQ"; and how many are worth a word. */
const MOST_THREADS = 1_000
const MANY_THREADS = 950

async function checkToken(keeper: IdentityKeeper): Promise<{ finding: Finding; identity?: Identity }> {
  const { ok, gone, wrong } = findingsOf('Discord token')
  try {
    const identity = await keeper.refresh()
    return { finding: ok(`works, as ${identity.name} (${identity.application})`), identity }
  } catch (fault) {
    const said = describeDiscordFault(fault)
    if (!isTokenError(fault)) return { finding: gone(`Discord does not answer (${said})`, NETWORK) }
    const advice =
      'At discord.com/developers/applications, Bot, Reset Token, and set DISCORD_TOKEN to what is shown there once.'
    return { finding: wrong(`Discord refuses it (${said})`, advice) }
  }
}

/** Asks where to connect, and connects to nothing. */
async function checkGateway(client: DiscordClient): Promise<Finding> {
  const { ok, gone, warning } = findingsOf('Discord gateway')
  try {
    const { session_start_limit: limit } = await client.get<{ session_start_limit?: { remaining?: number } }>(
      Routes.gatewayBot(),
    )
    if (limit?.remaining !== undefined && limit.remaining < 50) {
      return warning(
        `only ${limit.remaining} connections are left for today`,
        'See that no other process uses the token.',
      )
    }
    return ok('lets it connect; no privileged intent is needed')
  } catch (fault) {
    return gone(`does not answer (${describeDiscordFault(fault)})`, NETWORK)
  }
}

function checkServers(guilds: readonly Guild[], invite: string): Finding {
  const { ok, warning } = findingsOf('Discord servers')
  if (guilds.length === 0) return warning('Vigie is in none', `Open ${invite} and choose yours.`)
  if (guilds.length > MOST_SERVERS)
    return warning(`${guilds.length} are more than one process can serve`, 'Leave some.')
  return ok(`${guilds.map(({ name }) => name).join(', ')}; to let it into another: ${invite}`)
}

async function checkChannels(
  places: ReturnType<typeof createPlaces>,
  guilds: readonly Guild[],
  channels: DiscordExamination['channels'],
  invite: string,
): Promise<readonly Finding[]> {
  const { ok, unchecked, gone, wrong } = findingsOf('Discord channels')
  if (channels === undefined) return [unchecked('which are bound is not known, without the database')]
  const joined = new Set(guilds.map(({ id }) => id))
  const unique = [...new Map(channels.map(one => [one.id, one])).values()]
  const said = await Promise.all(
    unique.map(async ({ workspace, id, name }): Promise<Finding | undefined> => {
      try {
        const trouble = await findTrouble(places, joined, { workspace, channel: id })
        if (trouble === '') return undefined
        if (trouble === 'not_in_server') return wrong(`Vigie is not in the server of #${name}`, `Open ${invite}.`)
        if (trouble === 'unknown_channel') return wrong(`#${name} is gone`, 'Bind another with /vigie bind.')
        const rights = trouble.replaceAll(',', ', ')
        return wrong(
          `in #${name} Vigie lacks ${rights}`,
          `Edit the channel, Permissions, add Vigie’s role, and allow ${rights}.`,
        )
      } catch (fault) {
        return gone(`#${name} could not be looked into (${describeDiscordFault(fault)})`, 'Try again.')
      }
    }),
  )
  const found = said.filter(one => one !== undefined)
  if (found.length > 0) return found
  return [
    ok(
      unique.length === 0
        ? 'none is bound: /vigie bind does it'
        : `all ${unique.length} that are bound can be written to`,
    ),
  ]
}

/** Histories are threads, and there is no room for those of new cards once a server has this many open ones. */
async function checkThreads(
  client: DiscordClient,
  guilds: readonly Guild[],
  channels: DiscordExamination['channels'],
): Promise<readonly Finding[]> {
  const { gone, warning } = findingsOf('Discord threads')
  const bound = new Set(channels?.map(({ workspace }) => workspace))
  const said = guilds.map(async ({ id, name }): Promise<readonly Finding[]> => {
    if (!bound.has(id)) return []
    try {
      const { threads } = await client.get<{ threads?: readonly unknown[] }>(Routes.guildActiveThreads(id))
      const count = threads?.length ?? 0
      if (count < MANY_THREADS) return []
      return [warning(`${name} has ${count} open ones of ${MOST_THREADS}`, 'Close some, for histories to go on.')]
    } catch (fault) {
      return [gone(`of ${name} could not be counted (${describeDiscordFault(fault)})`, 'Try again.')]
    }
  })
  return (await Promise.all(said)).flat()
}

async function checkGroups(groups: Groups, known: DiscordExamination['groups']): Promise<readonly Finding[]> {
  const { ok, unchecked, wrong } = findingsOf('Discord roles')
  if (known === undefined) return [unchecked('which give rights is not known, without the database')]
  await groups.look(known)
  const gone = new Set(groups.gone())
  const names = new Set(known.filter(({ id }) => gone.has(id)).map(({ name }) => name))
  const advice = `In the server, give its rights to another with /vigie roles, and take them from this one with its fields name and role (none).`
  if (names.size > 0) {
    return [...names].map(name => wrong(`@${name} is gone, and nobody has rights by it any more`, advice))
  }
  const count = new Set(known.map(({ id }) => id)).size
  return [ok(count === 0 ? 'none gives rights: /vigie roles does it' : `all ${count} that give rights are there`)]
}

/** What is right and wrong between Vigie and Discord, asked of Discord anew. Never throws for what Discord says. */
export async function examineDiscord({
  token,
  apiUrl,
  channels,
  groups,
}: DiscordExamination): Promise<readonly Finding[]> {
  const client = createClient({ token, apiUrl })
  const keeper = createIdentityKeeper(client)
  const { finding, identity } = await checkToken(keeper)
  if (identity === undefined) return [finding]
  const invite = inviteLink(identity.application)
  try {
    const guilds = await keeper.guilds()
    const places = createPlaces(client, keeper, () => new Date())
    return [
      finding,
      await checkGateway(client),
      checkServers(guilds, invite),
      ...(await checkChannels(places, guilds, channels, invite)),
      ...(await checkThreads(client, guilds, channels)),
      ...(await checkGroups(createGroups(client), groups)),
    ]
  } catch (fault) {
    const { gone } = findingsOf('Discord servers')
    return [finding, gone(`could not be asked for (${describeDiscordFault(fault)})`, NETWORK)]
  }
}
