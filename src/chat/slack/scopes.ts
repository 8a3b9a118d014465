import type { CallWatch } from './client.ts'
import { scopesNeeded, slackErrorName } from './errors.ts'
import manifest from './manifest.json' with { type: 'json' }

/** The rights that the manifest asks for. */
export const SCOPES: readonly string[] = manifest.oauth_config.scopes.bot

/** Rights whose want was found out by calls that Slack refused, each until the same method works. */
export interface ScopeWatch extends CallWatch {
  missing(): readonly string[]
}

/** For whoever does not say with each answer what the token may do (`x-oauth-scopes`), as Slack does. */
export function createScopeWatch(): ScopeWatch {
  const wanted = new Map<string, readonly string[]>()
  return {
    worked: method => void wanted.delete(method),
    failed(method, fault) {
      if (slackErrorName(fault) !== 'missing_scope') return
      const needed = scopesNeeded(fault)
      // A method may name all that would do, those of other kinds of conversations too: ours are in the manifest.
      const ours = needed.filter(scope => SCOPES.includes(scope))
      const named = ours.length > 0 ? ours : needed
      wanted.set(method, named.length > 0 ? named : [method])
    },
    missing: () => [...new Set([...wanted.values()].flat())],
  }
}
