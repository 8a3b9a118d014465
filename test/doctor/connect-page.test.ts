import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { checkConnectPage } from '../../src/doctor/connect-page.ts'

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }

test.each([
  [{}, 'ok', 'only a browser on this machine can open it, at http://127.0.0.1:8080/connect'],
  [{ PORT: '0' }, 'ok', 'only a browser on this machine can open it'],
  [
    SLACK,
    'warning',
    'only a browser on this machine can open it, at http://127.0.0.1:8080/connect: PUBLIC_URL is not set',
  ],
  [{ HOST: '0.0.0.0' }, 'warning', 'nobody can open it: PUBLIC_URL is not set, and HOST is not this machine'],
  [{ PUBLIC_URL: 'https://vigie.example' }, 'ok', 'whoever reaches https://vigie.example can open it, over https'],
  [
    { PUBLIC_URL: 'http://127.0.0.1:8080' },
    'ok',
    'only a browser on this machine can open it, at http://127.0.0.1:8080/connect',
  ],
])('%j: %s', (environment, state, said) => {
  expect(checkConnectPage(readConfig(environment))).toMatchObject({ check: 'connect page', state, said })
})
