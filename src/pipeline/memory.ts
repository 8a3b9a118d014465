/**
 * Remembers for a while what is asked for again and again and changes rarely: words, channels, accounts. A change is heeded
 * `lifetime` milliseconds later at the most, so this is not for anything that decides what may go out.
 */
export function remember<Value>(
  lifetime: number,
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>()
  return async key => {
    const found = known.get(key)
    if (found !== undefined && performance.now() < found.until) return found.value
    const value = await load(key)
    if (lifetime > 0) known.set(key, { value, until: performance.now() + lifetime })
    return value
  }
}
