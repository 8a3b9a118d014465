import type { Logger } from 'pino'
import type { CommandDescription } from './chat/commands.ts'
import type { DiscordExamination } from './chat/discord/examine.ts'
import type { DiscordPlatform } from './chat/discord/index.ts'
import type { ReadPicture } from './chat/discord/pictures.ts'
import type { SlackExamination } from './chat/slack/examine.ts'
import type { SlackPlatform } from './chat/slack/index.ts'
import type { DiscordConfig, SlackConfig } from './config.ts'
import type { Database } from './db/database.ts'
import { createEventInbox } from './db/queries/event-inbox.ts'
import { createKeeper } from './db/queries/keeper.ts'
import { findShownSubject } from './db/queries/shown-cards.ts'
import type { Vault } from './db/vault.ts'
import type { Finding } from './domain/finding.ts'
import type { Translators } from './locales/translator.ts'
import type { CardMaker } from './pipeline/card-maker.ts'

export interface ChatParts {
  readonly database: Database
  readonly commands: readonly CommandDescription[]
  readonly vault: Vault
  readonly translators: Translators
  readonly makeCard: CardMaker
  readonly log: Logger
  readonly now: () => Date
  /** An image that Vigie keeps, for platforms that show no copy of their own. */
  readonly readPicture: ReadPicture
}

/** A platform whose inbox is put away with it. */
function withInbox<Platform extends AsyncDisposable>(platform: Platform, inbox: AsyncDisposable): Platform {
  return {
    ...platform,
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await inbox[Symbol.asyncDispose]()
    },
  }
}

/** Slack on this installation's database. Loaded where it is used: its libraries take 40 MB. */
export async function connectSlack(
  config: SlackConfig,
  { database, commands, translators, makeCard, log, now }: ChatParts,
): Promise<SlackPlatform> {
  const { createSlackPlatform } = await import('./chat/slack/index.ts')
  const { connection } = database
  const { botToken, appToken, signingSecret, apiUrl } = config
  const inbox = createEventInbox(database, 'slack')
  const platform = createSlackPlatform({
    botToken,
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    commands,
    translators,
    log,
    now,
    eventInbox: inbox,
    async readCard(place) {
      const subject = await findShownSubject(connection, { platform: 'slack', ...place })
      return subject && makeCard(connection, subject)
    },
  })
  return withInbox(platform, inbox)
}

/** Discord on this installation's database. Loaded where it is used, as Slack is. */
export async function connectDiscord(
  config: DiscordConfig,
  { database, commands, vault, translators, makeCard, log, now, readPicture }: ChatParts,
): Promise<DiscordPlatform> {
  const { createDiscordPlatform } = await import('./chat/discord/index.ts')
  const { connection } = database
  const { token, apiUrl } = config
  const inbox = createEventInbox(database, 'discord')
  const platform = createDiscordPlatform({
    ...{ token, commands, translators, log, now, readPicture },
    ...(apiUrl === undefined ? {} : { apiUrl }),
    eventInbox: inbox,
    keeper: createKeeper(connection, vault, 'discord', now),
    async readCard(place) {
      const subject = await findShownSubject(connection, { platform: 'discord', ...place })
      return subject && makeCard(connection, subject)
    },
  })
  return withInbox(platform, inbox)
}

/** What is right and wrong between this installation and Discord. */
export async function lookAtDiscord(
  { token, apiUrl }: DiscordConfig,
  known: Pick<DiscordExamination, 'channels' | 'groups'>,
): Promise<readonly Finding[]> {
  const { examineDiscord } = await import('./chat/discord/examine.ts')
  return examineDiscord({ token, ...known, ...(apiUrl === undefined ? {} : { apiUrl }) })
}

/** What is right and wrong between this installation and Slack. */
export async function lookAtSlack(
  config: SlackConfig,
  { publicUrl, ...rest }: Pick<SlackExamination, 'channels' | 'log'> & { readonly publicUrl: string | undefined },
): Promise<readonly Finding[]> {
  const { examineSlack } = await import('./chat/slack/examine.ts')
  const { botToken, appToken, signingSecret, apiUrl } = config
  return examineSlack({
    botToken,
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...rest,
  })
}
