import { describe, expect, test } from 'vitest'
import { ConfigError, describeVariables, readConfig } from '../src/config.ts'
import { readTopLevel } from './support/sources.ts'

const variables = describeVariables()
/** Makes a key where it is typed into a shell. */
const COMMAND = '"$(openssl rand -base64 32)"'
const KEY = Buffer.alloc(32, 7).toString('base64')

describe('without any variable', () => {
  test('Vigie has what it needs', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDirectory: '.vigie',
      databaseUrl: undefined,
      logLevel: 'info',
      secretKey: undefined,
      previousSecretKeys: [],
      localWorkspacePassword: undefined,
      accountSecret: undefined,
      allowInternalAddresses: false,
      slack: undefined,
      discord: undefined,
    })
  })

  test('as with empty ones, which some tools set instead of none', () => {
    expect(readConfig(Object.fromEntries(variables.map(({ name }) => [name, ''])))).toEqual(readConfig({}))
  })

  test('and with those of others', () => {
    expect(readConfig({ PATH: '/bin', PORTS: 'x', port: 'x' })).toEqual(readConfig({}))
  })
})

describe('a variable', () => {
  test('is read', () => {
    expect(
      readConfig({
        PORT: '0',
        HOST: '::1',
        PUBLIC_URL: 'HTTPS://Vigie.example:443/',
        DATA_DIR: '/srv/vigie data',
        DATABASE_URL: 'postgresql://vigie@127.0.0.1/vigie',
        LOG_LEVEL: 'debug',
        VIGIE_SECRET_KEY: KEY,
        VIGIE_SECRET_KEY_PREVIOUS: `${KEY}, ${Buffer.alloc(32, 8).toString('base64')}`,
        LOCAL_WORKSPACE_PASSWORD: 'correct horse',
        VIGIE_ACCOUNT_SECRET: 'abcd',
        VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true',
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_APP_TOKEN: 'xapp-1',
        SLACK_SIGNING_SECRET: 'signing',
        SLACK_API_URL: 'http://127.0.0.1:4003/api',
      }),
    ).toEqual({
      port: 0,
      host: '::1',
      publicUrl: 'https://vigie.example',
      dataDirectory: '/srv/vigie data',
      databaseUrl: 'postgresql://vigie@127.0.0.1/vigie',
      logLevel: 'debug',
      secretKey: Buffer.alloc(32, 7),
      previousSecretKeys: [Buffer.alloc(32, 7), Buffer.alloc(32, 8)],
      localWorkspacePassword: 'correct horse',
      accountSecret: 'abcd',
      allowInternalAddresses: true,
      slack: {
        botToken: 'xoxb-1',
        appToken: 'xapp-1',
        signingSecret: 'signing',
        apiUrl: 'http://127.0.0.1:4003/api/',
      },
    })
  })

  test.each(variables)('$name works as its example says', ({ name, example }) => {
    expect(example).not.toBe('')
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
    const others = name.startsWith('SLACK_') ? slack : {}
    // What a shell would fill in.
    const value = example.startsWith('"$') ? KEY : example
    expect(() => readConfig({ ...others, [name]: value })).not.toThrow()
  })

  test('that is a key has no example that somebody could use as theirs', () => {
    expect(variables.find(({ name }) => name === 'VIGIE_SECRET_KEY')?.example).toBe(COMMAND)
    // As from a file of variables, where no shell runs it.
    expect(() => readConfig({ VIGIE_SECRET_KEY: COMMAND })).toThrow(ConfigError)
    expect(() => readConfig({ VIGIE_SECRET_KEY: COMMAND.replaceAll('"', '') })).toThrow(ConfigError)
  })
})

function errorOf(environment: Record<string, string>): ConfigError {
  try {
    readConfig(environment)
  } catch (fault) {
    if (fault instanceof ConfigError) return fault
    throw fault
  }
  throw new Error('it was read')
}

describe('a wrong value', () => {
  test.each([
    ...['http', '80.5', '-1', '65536', '1e3', '0x50', ' ', '8080 '].map(port => [
      'PORT',
      port,
      `PORT: "${port}" must be a whole number between 0 and 65535, for example PORT=8080`,
    ]),
    ['DATA_DIR', ' ', 'DATA_DIR: " " must be a directory, for example DATA_DIR=/var/lib/vigie'],
    [
      'HOST',
      'http://localhost',
      'HOST: "http://localhost" must be a host name or an IP address, for example HOST=127.0.0.1',
    ],
    [
      'LOG_LEVEL',
      'loud\nand clear',
      'LOG_LEVEL: "loud\\nand clear" must be one of silent, fatal, error, warn, info, debug, trace, for example LOG_LEVEL=info',
    ],
  ])('of %s, %j, is told in a line', (name, value, message) => {
    expect(errorOf({ [name]: value }).message).toBe(message)
  })

  test.each([
    ['DATABASE_URL', 'mysql://vigie:hunter2hunter2@db/vigie', 'must be the URL of a PostgreSQL database'],
    ['DATABASE_URL', 'hunter2hunter2', 'must be the URL of a PostgreSQL database'],
    ['VIGIE_SECRET_KEY', 'hunter2hunter2', 'must be 32 bytes in base64'],
    ['VIGIE_SECRET_KEY_PREVIOUS', `${KEY},hunter2hunter2`, 'must be 32 bytes in base64, several with commas between'],
    ['LOCAL_WORKSPACE_PASSWORD', 'hunter2', 'must have at least 8 characters'],
    ['SLACK_BOT_TOKEN', 'xapp-hunter2', 'must be the bot token of the app, which begins with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-hunter2', 'must be the app-level token of the app, which begins with xapp-'],
    ['SLACK_SIGNING_SECRET', 'xoxb-hunter2', 'must be the signing secret of the app, which is no token'],
    ['SLACK_API_URL', 'hunter2', 'must be an http or https address'],
  ])('of %s is told without the value', (name, value, problem) => {
    const { message } = errorOf({ [name]: value })
    const example = variables.find(variable => variable.name === name)?.example ?? ''
    expect(message).toBe(`${name}: its value ${problem}, for example ${name}=${example}`)
    expect(message).not.toContain('hunter2')
  })

  test('names the variable, the problem and the example, in one line, of the first that is wrong', () => {
    const { message } = errorOf({ LOG_LEVEL: 'loud', PORT: 'http' })
    expect(message).toMatch(/^PORT: /)
    expect(message).not.toContain('\n')
  })

  test('of a variable that holds a secret cannot be shown by mistake', () => {
    const secrets = variables.filter(({ name }) => /SECRET|PASSWORD|KEY|TOKEN|URL/.test(name))
    expect(secrets.length).toBeGreaterThanOrEqual(4)
    for (const { name, isSecret } of secrets) expect([name, isSecret]).toEqual([name, true])
  })
})

describe('the public address', () => {
  test.each([
    ['https://vigie.example', 'https://vigie.example'],
    ['https://vigie.example:8443/', 'https://vigie.example:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('%s is one', (given, publicUrl) => {
    expect(readConfig({ PUBLIC_URL: given }).publicUrl).toBe(publicUrl)
  })

  test.each([
    'vigie.example',
    'http://vigie.example',
    'http://127.evil.example',
    'https://vigie.example/slack/events',
    'https://vigie.example/?a=b',
    'https://vigie.example/?',
    'https://vigie.example/#',
    'https://ada:hunter2@vigie.example',
    'ftp://vigie.example',
  ])('%s is none', given => {
    expect(errorOf({ PUBLIC_URL: given }).message).toBe(
      'PUBLIC_URL: its value must be an https address without a path (http only on this machine, such as http://localhost:8080), for example PUBLIC_URL=https://vigie.example',
    )
  })
})

describe('Slack', () => {
  test('is heard over Socket Mode or over HTTP', () => {
    const socket = readConfig({ SLACK_BOT_TOKEN: 'any', SLACK_APP_TOKEN: 'token' }).slack
    expect(socket).toMatchObject({ botToken: 'any', appToken: 'token', signingSecret: undefined })
    const http = readConfig({ SLACK_BOT_TOKEN: 'any', SLACK_SIGNING_SECRET: 'secret' }).slack
    expect(http).toMatchObject({ botToken: 'any', appToken: undefined, signingSecret: 'secret' })
  })

  test.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'SLACK_APP_TOKEN: is missing, and SLACK_BOT_TOKEN needs it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
    ],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN: is missing, and SLACK_APP_TOKEN does nothing without it'],
    [{ SLACK_SIGNING_SECRET: '1' }, 'SLACK_BOT_TOKEN: is missing, and SLACK_SIGNING_SECRET does nothing without it'],
  ])('says which half is missing: %j', (environment, message) => {
    expect(errorOf(environment).message).toBe(message)
  })
})

describe('the documentation', () => {
  const expectedFile = `${variables.map(({ name, about, example }) => `# ${about}\n# ${name}=${example}\n`).join('\n')}`

  test('.env.example holds every variable, with its meaning and its example', () => {
    expect(readTopLevel('.env.example')).toBe(expectedFile)
  })

  const cell = (text: string | undefined) => (text === undefined ? 'none' : `\`${text}\``)
  const expectedRows = variables.map(({ name, about, fallback }) => [`\`${name}\``, cell(fallback), about])
  const expectedTable = [['variable', 'default', 'meaning'], ['---', '---', '---'], ...expectedRows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')

  /** Cells of the first table below the heading, without the line under its head. */
  function tableBelow(heading: string, text: string): readonly (readonly string[])[] {
    const lines = text.split('\n')
    const start = lines.indexOf(heading)
    const section = start === -1 ? [] : lines.slice(start + 1)
    const end = section.findIndex(line => line.startsWith('## '))
    const rows = section.slice(0, end === -1 ? undefined : end).filter(line => line.startsWith('|'))
    return rows
      .map(row =>
        row
          .split('|')
          .slice(1, -1)
          .map(text => text.trim()),
      )
      .filter(cells => !cells.every(text => /^:?-+:?$/.test(text)))
  }

  test('the README’s table holds every variable, with its default and its meaning', () => {
    expect(
      tableBelow('## Configuration', readTopLevel('README.md')),
      `README.md must have, below the heading "## Configuration", exactly this table:\n\n${expectedTable}\n`,
    ).toEqual([['variable', 'default', 'meaning'], ...expectedRows])
  })

  test('no text would break the table or the comment it stands in', () => {
    for (const { about, example } of variables) expect(`${about}${example}`).not.toMatch(/[|\n]/)
  })
})
