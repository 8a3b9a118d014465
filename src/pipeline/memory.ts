/**
 * Remembers for a while what is asked for again and again and changes rarely: words, channels, accounts. A change is heeded
 * `lifetime` milliseconds later at the most, so this is not for anything that decides what may go out. From half of that
 * time on it is loaded anew while the old value is given, so that whoever asks all the time never waits.
 */
export function remember<Value>(
  lifetime: number,
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const known = new Map<string, { readonly value: Value; readonly loadedAt: number }>()
  const loading = new Set<string>()

  async function loadAnew(key: string): Promise<Value> {
    // What was asked for now cannot be newer than now, however long the answer takes.
    const loadedAt = performance.now()
    const value = await load(key)
    if (lifetime > 0) known.set(key, { value, loadedAt })
    return value
  }

  function refresh(key: string): void {
    if (loading.has(key)) return
    loading.add(key)
    // A fault is met again by whoever asks once the old value has had its time.
    loadAnew(key)
      .catch(() => {})
      .finally(() => loading.delete(key))
  }

  return async key => {
    const found = known.get(key)
    const age = performance.now() - (found?.loadedAt ?? 0)
    if (found === undefined || age >= lifetime) return loadAnew(key)
    if (age >= lifetime / 2) refresh(key)
    return found.value
  }
}
