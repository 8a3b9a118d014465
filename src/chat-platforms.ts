import type { Logger } from 'pino'
import { examineSlack, type SlackExamination } from './chat/slack/examine.ts'
import { createSlackPlatform, type SlackPlatform } from './chat/slack/index.ts'
import type { SlackConfig } from './config.ts'
import type { Database } from './db/database.ts'
import { createEventInbox } from './db/queries/event-inbox.ts'
import { findShownSubject } from './db/queries/shown-cards.ts'
import type { Finding } from './domain/finding.ts'
import type { Translators } from './locales/translator.ts'
import type { CardMaker } from './pipeline/card-maker.ts'

export interface SlackParts {
  readonly database: Database
  readonly translators: Translators
  readonly makeCard: CardMaker
  readonly log: Logger
  readonly now: () => Date
}

/** Slack on this installation's database. */
export function connectSlack(
  config: SlackConfig,
  { database, translators, makeCard, log, now }: SlackParts,
): SlackPlatform {
  const { connection } = database
  const { botToken, appToken, signingSecret, apiUrl } = config
  const inbox = createEventInbox(database, 'slack')
  const platform = createSlackPlatform({
    botToken,
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    translators,
    log,
    now,
    eventInbox: inbox,
    async readCard(place) {
      const subject = await findShownSubject(connection, { platform: 'slack', ...place })
      return subject && makeCard(connection, subject)
    },
  })
  return {
    ...platform,
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await inbox[Symbol.asyncDispose]()
    },
  }
}

/** What is right and wrong between this installation and Slack. */
export function lookAtSlack(
  config: SlackConfig,
  { publicUrl, ...rest }: Pick<SlackExamination, 'channels' | 'log'> & { readonly publicUrl: string | undefined },
): Promise<readonly Finding[]> {
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
