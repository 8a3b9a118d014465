/** "@jo.example", as platforms may hand it over: some take it for the address of a site. */
export function readHandle(word: string): string | undefined {
  const handle = /^@(?:https?:\/\/)?([^\s@/<>][^\s/<>]*)\/?$/i.exec(word)?.[1]
  return handle?.replace(/[,;:]$/, '')
}
