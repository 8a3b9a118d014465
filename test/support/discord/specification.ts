import { readSpecification } from '../specifications/folder.ts'
import { createRequestCheck, type RequestCheck } from '../specifications/openapi.ts'

/**
 * Discord's specification as a check of requests, or undefined without VIGIE_SPECS. It lacks interactions, commands and
 * members, and the limits that rules.ts has.
 */
export function createDiscordCheck(): RequestCheck | undefined {
  const document = readSpecification('discord.json')
  return document === undefined ? undefined : createRequestCheck(document, { dialect: '2020', isTemplated: true })
}
