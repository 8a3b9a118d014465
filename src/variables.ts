import { z } from 'zod'

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

const WRONG_PORT = 'must be a whole number between 0 and 65535'

/** What an operator reads about a variable: its meaning, and an example that works in a shell. */
export interface Described {
  readonly about: string
  readonly example: string
  readonly isSecret?: boolean
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** An origin that others can trust: with TLS, unless it does not leave this machine. */
function isPublicOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) return false
  return /^[^?#]*$/.test(text) && url.pathname === '/' && url.username === '' && url.password === ''
}

function describe<T extends z.ZodType>(schema: T, description: Described): T {
  return schema.meta({ ...description })
}

/** Every variable that Vigie reads, in one place. An empty value is the same as none. */
export const variables = z.object({
  PORT: describe(
    z
      .string()
      // Digits alone: Number reads a blank as 0, a port of chance.
      .regex(/^\d{1,5}$/, WRONG_PORT)
      .transform(Number)
      .refine(port => port <= 65_535, WRONG_PORT)
      .default(8080),
    {
      about: 'Port of the page, the health checks and the metrics; 0 takes a free one',
      example: '8080',
    },
  ),
  HOST: describe(
    z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address')
      .default('127.0.0.1'),
    {
      about: 'Address to listen on',
      example: '127.0.0.1',
    },
  ),
  PUBLIC_URL: describe(
    z
      .string()
      .refine(
        isPublicOrigin,
        'must be an https address without a path (http only on this machine, such as http://localhost:8080)',
      )
      .transform(text => new URL(text).origin)
      .optional(),
    {
      about:
        'Address under which others reach Vigie: browsers for connecting accounts, Slack and networks for what they send; without a path',
      example: 'https://vigie.example',
      isSecret: true,
    },
  ),
  DATA_DIR: describe(z.string().regex(/\S/, 'must be a directory').default('.vigie'), {
    about: 'Directory of the embedded database, the key and the images of drafts; made if it is missing',
    example: '/var/lib/vigie',
  }),
  DATABASE_URL: describe(
    z
      .string()
      .refine(
        text => /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? ''),
        'must be the URL of a PostgreSQL database',
      )
      .optional(),
    {
      about: 'A PostgreSQL of your own, 15 or later; without it Vigie runs its own in DATA_DIR',
      example: 'postgres://vigie:password@127.0.0.1:5432/vigie',
      isSecret: true,
    },
  ),
  LOG_LEVEL: describe(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'), {
    about: 'How much goes to the log (JSON lines on standard error)',
    example: 'info',
  }),
  VIGIE_SECRET_KEY: describe(
    z
      .string()
      .refine(text => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
      .optional(),
    {
      about:
        'Key that seals stored credentials; without it, the file secret.key in DATA_DIR. Make one: openssl rand -base64 32',
      // A command and not a key: a key that is printed here would be somebody's.
      example: '"$(openssl rand -base64 32)"',
      isSecret: true,
    },
  ),
  VIGIE_SECRET_KEY_PREVIOUS: describe(
    z
      .string()
      .transform(text => text.split(',').map(one => Buffer.from(one.trim(), 'base64')))
      .refine(keys => keys.every(key => key.length === 32), 'must be 32 bytes in base64, several with commas between')
      .optional(),
    {
      about: 'Keys that open what VIGIE_SECRET_KEY does not: former ones, while the key is being changed',
      example: '"$OLD_SECRET_KEY"',
      isSecret: true,
    },
  ),
  LOCAL_WORKSPACE_PASSWORD: describe(z.string().min(8, 'must have at least 8 characters').optional(), {
    about: 'Switches the page on where it is off (HOST not loopback, Slack or Discord bound), and guards it everywhere',
    example: 'correct-horse-battery-staple',
    isSecret: true,
  }),
  SLACK_BOT_TOKEN: describe(
    z
      .string()
      // Only a mix-up is told apart: who else speaks Slack's language hands out tokens of another shape.
      .regex(/^(?!xapp-|xoxp-)\S+$/, 'must be the bot token of the app, which begins with xoxb-')
      .optional(),
    {
      about: 'Bot token of the Slack app; with it, the team works in Slack',
      example: 'xoxb-1111111111-2222222222222-aBcDeFgHiJkLmNoPqRsTuVwX',
      isSecret: true,
    },
  ),
  SLACK_APP_TOKEN: describe(
    z
      .string()
      .regex(/^(?!xox[a-z]-)\S+$/, 'must be the app-level token of the app, which begins with xapp-')
      .optional(),
    {
      about: 'App-level token of the Slack app, with connections:write: Slack is heard over Socket Mode',
      example: 'xapp-1-A1111111111-2222222222222-0123456789abcdef',
      isSecret: true,
    },
  ),
  SLACK_SIGNING_SECRET: describe(
    z
      .string()
      .regex(/^(?!xox[a-z]-|xapp-)\S/, 'must be the signing secret of the app, which is no token')
      .optional(),
    {
      about: 'Signing secret of the Slack app: without an app token, Slack is heard at POST /slack/events',
      example: '0123456789abcdef0123456789abcdef',
      isSecret: true,
    },
  ),
  SLACK_API_URL: describe(
    z
      .string()
      .refine(text => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https address')
      // Names of methods are put behind it.
      .transform(text => text.replace(/\/*$/, '/'))
      .optional(),
    {
      about: 'Where the Web API of Slack is, Socket Mode included; without it, https://slack.com/api/',
      example: 'https://slack.example/api/',
      isSecret: true,
    },
  ),
  DISCORD_TOKEN: describe(
    z
      .string()
      // What is pasted from examples, and the application's other secrets, which are shorter.
      .regex(/^(?!Bot\s)\S{10,}$/, 'must be the token of the bot, without “Bot” in front of it')
      .optional(),
    {
      about: 'Token of the Discord bot; with it, the team works in Discord',
      example: 'MTEwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.fGhIjKlMnOpQrStUvWxYz0123456789',
      isSecret: true,
    },
  ),
  DISCORD_API_URL: describe(
    z
      .string()
      .refine(text => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https address')
      // A version and paths are put behind it.
      .transform(text => text.replace(/\/*(?:v\d+\/*)?$/, ''))
      .optional(),
    {
      about: 'Where the REST interface of Discord is, without a version; without it, https://discord.com/api',
      example: 'https://discord.example/api',
      isSecret: true,
    },
  ),
  VIGIE_ALLOW_INTERNAL_ADDRESSES: describe(
    z
      .enum(['true', 'false'], 'must be true or false')
      .transform(text => text === 'true')
      .default(false),
    {
      about: 'true lets the feeds and servers that people name be on an internal network, such as an intranet',
      example: 'true',
    },
  ),
  VIGIE_ACCOUNT_SECRET: describe(z.string().optional(), {
    about: 'Password for `account add`, instead of standard input',
    example: 'abcd-efgh-ijkl-mnop',
    isSecret: true,
  }),
})

export type VariableName = keyof z.infer<typeof variables>

/** How Slack is reached: with an app token over Socket Mode, else over HTTP with the signing secret. */
