/**
 * Lines of a stream, at line feeds alone, with or without a carriage return: Node's readline would split at U+2028 and
 * U+2029 as well, which JSON allows inside a string. What follows the last line feed is a line if there is anything.
 */
export async function* splitLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<string, void, undefined> {
  // Takes characters that are cut in two by a chunk's end, and leaves out a byte order mark.
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield withoutReturn(line)
  }
  rest += decoder.decode()
  if (rest !== '') yield withoutReturn(rest)
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
