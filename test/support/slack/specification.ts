import { readSpecification } from '../specifications/folder.ts'
import { createRequestCheck, type RequestCheck } from '../specifications/openapi.ts'

/**
 * Slack's specification as a check of calls, or undefined without VIGIE_SPECS. It lacks the methods `views.*`,
 * `bots.info` and `apps.connections.open`, and what is inside blocks: rules.ts has those.
 */
export function createSlackCheck(): RequestCheck | undefined {
  const document = readSpecification('slack.json')
  // In an argument or in the header: docs.slack.dev/apis/web-api, "Authenticating with the Web API".
  return document === undefined ? undefined : createRequestCheck(document, { alsoAllowed: ['token'] })
}
