import type { z } from 'zod'
import { type Described, type LOG_LEVELS, variables } from './variables.ts'

export interface SlackConfig {
  readonly botToken: string
  readonly appToken: string | undefined
  readonly signingSecret: string | undefined
  readonly apiUrl: string | undefined
}

export interface DiscordConfig {
  readonly token: string
  readonly apiUrl: string | undefined
}

export interface Config {
  readonly port: number
  readonly host: string
  /** An origin, without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly dataDirectory: string
  readonly databaseUrl: string | undefined
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** 32 bytes. */
  readonly secretKey: Buffer | undefined
  /** 32 bytes each; none without `secretKey`. */
  readonly previousSecretKeys: readonly Buffer[]
  readonly localWorkspacePassword: string | undefined
  readonly accountSecret: string | undefined
  /** Whether addresses that people give may lead into the operator's own network. */
  readonly allowInternalAddresses: boolean
  /** Undefined: the team is not in Slack. */
  readonly slack: SlackConfig | undefined
  /** Undefined: the team is not in Discord. */
  readonly discord: DiscordConfig | undefined
}

/** A variable has a wrong value. `message` is one line for the operator, without the value if that is a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Descriptions of the variables, for the documentation's test. */
export function describeVariables(): readonly (Described & {
  readonly name: string
  readonly fallback: string | undefined
})[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined)
    const { about = '', example = '', isSecret = false } = (schema.meta() ?? {}) as Partial<Described>
    return { name, about, example, isSecret, fallback: fallback.data === undefined ? undefined : String(fallback.data) }
  })
}

/** What Slack needs, all of it or none. */
function readSlack(data: z.infer<typeof variables>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data
  if (botToken === undefined) {
    if (appToken === undefined && signingSecret === undefined) return undefined
    const given = appToken === undefined ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN'
    throw new ConfigError(`SLACK_BOT_TOKEN: is missing, and ${given} does nothing without it`)
  }
  if (appToken === undefined && signingSecret === undefined) {
    throw new ConfigError(
      'SLACK_APP_TOKEN: is missing, and SLACK_BOT_TOKEN needs it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
    )
  }
  return { botToken, appToken, signingSecret, apiUrl: data.SLACK_API_URL }
}

/** Environment -> Config. Throws `ConfigError` naming the first variable that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = String(issue?.path[0])
    const variable = describeVariables().find(one => one.name === name)
    const value = variable?.isSecret === true ? 'its value' : JSON.stringify(given[name])
    throw new ConfigError(
      `${name}: ${value} ${issue?.message ?? 'is wrong'}, for example ${name}=${variable?.example ?? ''}`,
    )
  }
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL,
    dataDirectory: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    logLevel: data.LOG_LEVEL,
    secretKey: data.VIGIE_SECRET_KEY === undefined ? undefined : Buffer.from(data.VIGIE_SECRET_KEY, 'base64'),
    previousSecretKeys: data.VIGIE_SECRET_KEY_PREVIOUS ?? [],
    localWorkspacePassword: data.LOCAL_WORKSPACE_PASSWORD,
    accountSecret: data.VIGIE_ACCOUNT_SECRET,
    allowInternalAddresses: data.VIGIE_ALLOW_INTERNAL_ADDRESSES,
    slack: readSlack(data),
    discord: data.DISCORD_TOKEN === undefined ? undefined : { token: data.DISCORD_TOKEN, apiUrl: data.DISCORD_API_URL },
  }
}

/** The one reader of the process's environment. */
export function readEnvironment(): Config {
  return readConfig(process.env)
}
