import type { Logger } from 'pino'
import { lookAtDiscord, lookAtSlack } from '../chat-platforms.ts'
import type { Config } from '../config.ts'
import { installationOf } from '../db/vault.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { checkAccounts } from './accounts.ts'
import { checkProcess, checkPublicUrl } from './address.ts'
import { checkClock } from './clock.ts'
import { checkConnectPage } from './connect-page.ts'
import type { Contents } from './contents.ts'
import { checkDataDirectory } from './data-directory.ts'
import { lookAtDatabase } from './database.ts'
import { checkFeeds } from './feeds.ts'
import { checkLooks } from './looks.ts'
import { checkNode } from './node.ts'
import { checkSecretKey } from './secret-key.ts'

export interface DoctorOptions {
  readonly config: Config
  /** Directory that holds `migrations`. */
  readonly root: string
  /** As in `process.versions.node`. */
  readonly nodeVersion: string
  /** For what Slack's libraries say. */
  readonly log: Logger
  readonly now: () => Date
}

/** Where Slack is, unless it is elsewhere. */
const SLACK = 'https://slack.com/api/'

/** Where Discord is, unless it is elsewhere. */
const DISCORD = 'https://discord.com/api'

function serversOf({ slack, discord }: Config, services: readonly string[]): readonly string[] {
  const isServer = (text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? '')
  const chats = [
    ...(slack === undefined ? [] : [slack.apiUrl ?? SLACK]),
    ...(discord === undefined ? [] : [discord.apiUrl ?? DISCORD]),
  ]
  return [...chats, ...services.filter(isServer)]
}

/**
 * Looks at everything that Vigie needs and says what it finds, as it finds it. Changes nothing: what a start would make is
 * not made, and a database that nobody runs is stopped again.
 */
export async function* examine(options: DoctorOptions): AsyncGenerator<Finding, void, undefined> {
  const { config, root, now } = options
  yield checkNode(options.nodeVersion)
  yield await checkDataDirectory(config.dataDirectory)
  const { findings, state, contents } = await lookAtDatabase(config, root, now)
  yield* findings
  const nothing = state?.schema === 'empty' ? [] : undefined
  const { finding, keys } = await checkSecretKey(config, contents?.secrets ?? nothing)
  yield finding
  // A process that was started before the key was changed calls itself after the former one.
  const installations = keys?.map(installationOf)
  const services = contents?.accounts.map(({ account }) => account.service) ?? []
  yield* await checkClock(state?.ahead, serversOf(config, services), now)
  const running = await checkProcess(config, installations)
  yield running.finding
  yield await checkPublicUrl(config, installations, running.isRunning)
  yield checkConnectPage(config)
  yield* await checkSlack(options, contents)
  yield* await checkDiscord(options, contents)
  if (contents === undefined) return
  yield* checkAccounts(contents.accounts)
  yield* checkFeeds(contents.feeds)
  yield* checkLooks(contents.looks, now(), running.isRunning === true)
}

async function checkSlack({ config, log }: DoctorOptions, contents: Contents | undefined): Promise<readonly Finding[]> {
  if (config.slack === undefined) return [findingsOf('Slack').unchecked('is not set up: SLACK_BOT_TOKEN is not set')]
  return lookAtSlack(config.slack, { publicUrl: config.publicUrl, channels: boundTo('slack', contents), log })
}

async function checkDiscord({ config }: DoctorOptions, contents: Contents | undefined): Promise<readonly Finding[]> {
  if (config.discord === undefined) return [findingsOf('Discord').unchecked('is not set up: DISCORD_TOKEN is not set')]
  const grants = contents?.grants.filter(({ platform }) => platform === 'discord')
  const groups = grants?.map(({ workspace, groupId, name }) => ({ workspace, id: groupId, name }))
  return lookAtDiscord(config.discord, { channels: boundTo('discord', contents), groups })
}

/** Channels of a platform that cards go to; undefined if that is not known. */
function boundTo(name: string, contents: Contents | undefined) {
  const bound = contents?.channels.filter(({ platform }) => platform === name)
  return bound?.map(({ workspace, remoteId, name }) => ({ workspace, id: remoteId, name }))
}
