import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Specifications that suites hold requests against, and what each is for; test/contract/README.md tells where they come from. */
export const SPECIFICATIONS = {
  'slack.json': 'what is sent to Slack’s Web API',
  'bluesky.json': 'what is sent to Bluesky',
  'discord.json': 'what is sent to Discord',
  'mastodon.json': 'what is sent to Mastodon',
} as const

/** The folder named by VIGIE_SPECS, which only tests read; undefined without it. */
export function specificationsFolder(): string | undefined {
  const folder = process.env.VIGIE_SPECS
  return folder === undefined || folder === '' ? undefined : folder
}

/** A specification, or undefined without VIGIE_SPECS. Throws if the folder is named and the file is not in it. */
export function readSpecification(name: keyof typeof SPECIFICATIONS): unknown {
  const folder = specificationsFolder()
  if (folder === undefined) return undefined
  const path = join(folder, name)
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (fault) {
    throw new Error(`VIGIE_SPECS names a folder without a readable ${name}: see test/contract/README.md`, {
      cause: fault,
    })
  }
}

/** A line for whoever runs the tests, if they do not hold requests against specifications. */
export function describeSkipped(): string | undefined {
  if (specificationsFolder() !== undefined) return undefined
  const skipped = Object.entries(SPECIFICATIONS).map(([name, what]) => `${what} against ${name}`)
  return `VIGIE_SPECS is not set, so this is not checked: ${skipped.join('; ')}. test/contract/README.md tells how to bring them.`
}
