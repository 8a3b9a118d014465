/**
 * Where a list goes on below these items: behind the last of them, unless the server says that there is no more. What it
 * leaves out for the account's sake makes pages shorter, so that their length says nothing.
 */
export function pageBelow(ids: readonly string[], headers: Headers): string | undefined {
  const link = headers.get('link')
  return link !== null && !/\brel="?next"?/i.test(link) ? undefined : ids.at(-1)
}
