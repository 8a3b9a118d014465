import type { Command } from 'commander'
import { type Config, ConfigError } from '../config.ts'
import { examine } from '../doctor/index.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { createLog } from './log.ts'
import { EXIT, type Program } from './program.ts'

const LABELS: Readonly<Record<Finding['state'], string>> = {
  ok: 'OK',
  unchecked: 'not checked',
  warning: 'warning',
  problem: 'problem',
}

const HELP = `
Every line is OK, a warning or a problem, with what to do; "not checked" is what could not be looked at, and no fault by
itself. Nothing is changed. It works while Vigie runs, beside it, and while it does not.

Exit codes: 0 no problem; 69 something that is needed is not there (database, chat, room on the disk); 78 something is
set wrong (a variable, a token, a right, a channel without Vigie), whatever else there is.`

/** A password as it stands in an address, and as it was meant. */
function passwordsIn(address: string | undefined): readonly string[] {
  const password = (address === undefined ? null : URL.parse(address))?.password ?? ''
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}

/** Everything in the configuration that nobody may read. */
function secretsOf({ databaseUrl, slack, discord, ...config }: Config): readonly string[] {
  const given = [
    ...[slack?.botToken, slack?.appToken, slack?.signingSecret, discord?.token],
    ...[config.accountSecret, config.localWorkspacePassword, config.secretKey?.toString('base64')],
    ...config.previousSecretKeys.map(key => key.toString('base64')),
  ]
  const secrets = [
    ...passwordsIn(databaseUrl),
    ...passwordsIn(slack?.apiUrl),
    ...passwordsIn(discord?.apiUrl),
    ...given,
  ]
  // What is shorter would also be found in words.
  return secrets.filter(secret => secret !== undefined).filter(secret => secret.length >= 4)
}

/** A net below the rule that no finding names a secret: libraries put addresses and tokens into their messages. */
function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const clean = (text: string) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replaceAll(/\s+/g, ' ')
  const said = clean(finding.said)
  return 'advice' in finding ? { ...finding, said, advice: clean(finding.advice) } : { ...finding, said }
}

function lineOf(finding: Finding): string {
  const advice = 'advice' in finding ? `. ${finding.advice}` : ''
  return `${LABELS[finding.state].padEnd(11)}  ${finding.check}: ${finding.said}${advice}`
}

function exitCodeOf(findings: readonly Finding[]): number {
  const problems = findings.filter(finding => finding.state === 'problem')
  if (problems.length === 0) return EXIT.ok
  return problems.some(({ cause }) => cause === 'configuration') ? EXIT.config : EXIT.unavailable
}

async function* examineConfigured(program: Program): AsyncGenerator<Finding> {
  let config: Config
  try {
    config = program.config()
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault
    yield findingsOf('configuration').wrong(fault.message, 'Nothing else was looked at.')
    return
  }
  const secrets = secretsOf(config)
  const log = createLog({ ...config, logLevel: 'silent' })
  const { root } = program
  const nodeVersion = process.versions.node
  for await (const finding of examine({ config, root, nodeVersion, log, now: () => new Date() })) {
    yield withoutSecrets(finding, secrets)
  }
}

export function addDoctor(parent: Command, program: Program): void {
  parent
    .command('doctor')
    .description('look at everything that Vigie needs, and say what is missing and what to do')
    .option('--json', 'one JSON object {"ok": …, "findings": [{"check", "state", "said", "advice", "cause"}]}')
    .addHelpText('after', HELP)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const findings: Finding[] = []
      for await (const finding of examineConfigured(program)) {
        findings.push(finding)
        if (!json) program.print(lineOf(finding))
      }
      const exitCode = exitCodeOf(findings)
      if (json) program.print(JSON.stringify({ ok: exitCode === EXIT.ok, findings }, null, 2))
      process.exitCode = exitCode
    })
}
