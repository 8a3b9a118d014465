import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { type Finding, findingsOf } from '../../domain/finding.ts'
import { createClient } from './client.ts'
import { describeSlackFault, isTokenError, slackErrorName } from './errors.ts'
import { createIdentityKeeper, type Identity } from './identity.ts'
import { findAbsence, SHARED } from './problems.ts'
import { SCOPES } from './scopes.ts'

export interface SlackExamination {
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
  readonly apiUrl?: string
  readonly publicUrl?: string
  /** Where cards go; undefined if that is not known. */
  readonly channels: readonly { readonly workspace: string; readonly id: string; readonly name: string }[] | undefined
  readonly log: Logger
}

/** As *Basic Information* shows it; others who speak Slack's language may have another. */
const SIGNING_SECRET = /^[0-9a-f]{32}$/

const INSTALL_ANEW = 'In the app’s settings (api.slack.com/apps), OAuth & Permissions, install the app anew'

function checkScopes({ scopes }: Identity): Finding {
  const { ok, unchecked, wrong } = findingsOf('Slack scopes')
  if (scopes === undefined) return unchecked('Slack does not say what the token may do')
  const missing = SCOPES.filter(scope => !scopes.includes(scope))
  if (missing.length === 0) return ok('all that the manifest asks for')
  return wrong(
    `missing: ${missing.join(', ')}`,
    `${INSTALL_ANEW} after adding them under Scopes, Bot Token Scopes; the token stays or is shown anew there.`,
  )
}

async function checkBot(client: WebClient): Promise<{ findings: readonly Finding[]; identity?: Identity }> {
  const { ok, gone, wrong } = findingsOf('Slack bot token')
  try {
    const identity = await createIdentityKeeper(client, undefined).get()
    if (identity.isOrganisation) {
      const advice = 'Install the app in one workspace, and set SLACK_BOT_TOKEN to the token of that.'
      return { findings: [wrong(`is that of a whole organisation, ${identity.teamName}, which is not served`, advice)] }
    }
    return { findings: [ok(`works in ${identity.teamName} (${identity.team})`), checkScopes(identity)], identity }
  } catch (fault) {
    const said = describeSlackFault(fault)
    if (isTokenError(fault)) {
      return {
        findings: [wrong(`Slack refuses it (${said})`, `${INSTALL_ANEW}, and set SLACK_BOT_TOKEN to its token.`)],
      }
    }
    return { findings: [gone(`Slack does not answer (${said})`, 'Check the network, a proxy, and SLACK_API_URL.')] }
  }
}

/** Asks for an address to connect to, and connects to nothing. */
async function checkAppToken(appToken: string, settings: Parameters<typeof createClient>[1]): Promise<Finding> {
  const { ok, gone, wrong } = findingsOf('Slack app token')
  try {
    await createClient(appToken, settings).apps.connections.open({})
    return ok('Socket Mode lets it connect')
  } catch (fault) {
    const said = describeSlackFault(fault)
    if (slackErrorName(fault) === undefined) {
      return gone(`Slack does not answer (${said})`, 'Check the network, a proxy, and SLACK_API_URL.')
    }
    return wrong(
      `Slack refuses it (${said})`,
      'In the app’s settings, Basic Information, App-Level Tokens, make one with connections:write, set SLACK_APP_TOKEN to it, and see that Socket Mode is on.',
    )
  }
}

/** The app that an app-level token is of, by the token itself: `xapp-1-A0123456789-…`, as Slack makes them. */
function appOf(appToken: string): string | undefined {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1]
}

/** Nothing to say unless the tokens are known to be of two apps. */
async function checkApps(client: WebClient, appToken: string): Promise<readonly Finding[]> {
  const ours = appOf(appToken)
  if (ours === undefined) return []
  try {
    const { bot_id: bot } = await client.auth.test()
    const app = bot === undefined ? undefined : (await client.bots.info({ bot })).bot?.app_id
    if (app === undefined || app === ours) return []
    return [
      findingsOf('Slack apps').warning(
        `the bot token is of the app ${app}, and the app token of ${ours}`,
        'Take SLACK_BOT_TOKEN and SLACK_APP_TOKEN from the settings of one app: with two, forms do not open.',
      ),
    ]
  } catch {
    // Whatever Slack has against the tokens is said of each.
    return []
  }
}

function checkSigningSecret(secret: string, { appToken, publicUrl }: SlackExamination): Finding {
  const { ok, warning } = findingsOf('Slack signing secret')
  if (appToken !== undefined) return ok('not used, since there is an app token')
  if (!SIGNING_SECRET.test(secret)) {
    return warning(
      'is not 32 characters of 0-9 and a-f, as Slack’s are',
      'Copy it from the app’s settings, Basic Information, App Credentials, Signing Secret: not the client secret, nor the verification token.',
    )
  }
  if (publicUrl === undefined) {
    return warning(
      'looks right, but where Slack is to send its requests is not known',
      'Set PUBLIC_URL, and enter it with /slack/events as the request URL in the app’s settings.',
    )
  }
  return ok(`looks right; the request URL in the app’s settings must be ${publicUrl}/slack/events`)
}

async function checkChannels(
  client: WebClient,
  { team }: Identity,
  channels: SlackExamination['channels'],
): Promise<readonly Finding[]> {
  const { ok, unchecked, gone, wrong } = findingsOf('Slack channels')
  if (channels === undefined) return [unchecked('which are bound is not known, without the database')]
  const ours = new Map(channels.filter(({ workspace }) => workspace === team).map(one => [one.id, one.name]))
  const absences = await Promise.all(
    [...ours].map(async ([id, name]): Promise<Finding | undefined> => {
      try {
        const reason = await findAbsence(client, id)
        if (reason === undefined) return undefined
        if (reason === 'is_archived')
          return wrong(`#${name} is archived`, 'Unarchive it, or bind another with /vigie bind.')
        if (reason === SHARED) {
          return wrong(`people of another organisation read #${name}`, 'Bind another channel with /vigie bind.')
        }
        return wrong(`Vigie is not in #${name} (${reason})`, `Type /invite @Vigie in #${name}; cards wait meanwhile.`)
      } catch (fault) {
        if (slackErrorName(fault) === 'missing_scope') return unchecked(`#${name}, for want of a scope`)
        return gone(`#${name} could not be looked into (${describeSlackFault(fault)})`, 'Try again.')
      }
    }),
  )
  const said = absences.filter(one => one !== undefined)
  if (said.length > 0) return said
  return [ok(ours.size === 0 ? 'none is bound: /vigie bind does it' : `in all ${ours.size} that are bound`)]
}

/** What is right and wrong between Vigie and Slack, asked of Slack anew. Never throws for what Slack says. */
export async function examineSlack(options: SlackExamination): Promise<readonly Finding[]> {
  const { botToken, appToken, signingSecret, apiUrl, channels, log } = options
  const settings = { apiUrl, log }
  const client = createClient(botToken, settings)
  const { findings, identity } = await checkBot(client)
  return [
    ...findings,
    ...(appToken === undefined
      ? []
      : [await checkAppToken(appToken, settings), ...(await checkApps(client, appToken))]),
    ...(signingSecret === undefined ? [] : [checkSigningSecret(signingSecret, options)]),
    ...(identity === undefined ? [] : await checkChannels(client, identity, channels)),
  ]
}
