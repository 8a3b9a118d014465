import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Host, runCommand } from './host.ts'

export interface ProcessDescription {
  /** Ended, but not yet collected by its parent: it answers signals and does nothing. */
  zombie: boolean
  /** Tells two processes with the same number apart. Opaque. */
  startedAt: string
  /** File name of the program. */
  program: string
}

/** What is known of a process, or undefined where no process has this number. */
export async function describeProcess(host: Host, processId: number): Promise<ProcessDescription | undefined> {
  return host.platform === 'linux' ? readFromProc(processId) : askPs(host, processId)
}

async function readFromProc(processId: number): Promise<ProcessDescription | undefined> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '')
  // "1 (name) S 0 …": the name may hold spaces and brackets. State is field 3 and start time field 22 (proc_pid_stat(5)).
  const nameEnd = text.lastIndexOf(')')
  if (nameEnd < 0) return undefined
  const fields = text.slice(nameEnd + 2).split(' ')
  return {
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    startedAt: fields[19] ?? '',
    program: text.slice(text.indexOf('(') + 1, nameEnd),
  }
}

async function askPs(host: Host, processId: number): Promise<ProcessDescription | undefined> {
  const { code, output } = await runCommand(host, ['ps', '-o', 'stat=,lstart=,comm=', '-p', String(processId)])
  // "S    Fri Nov 20 14:24:30 2026 /path/to/postgres": lstart is always five words.
  const match = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(output)
  if (code !== 0 || match === null) return undefined
  const [, state = '', startedAt = '', program = ''] = match
  return { zombie: state.startsWith('Z'), startedAt, program: basename(program) }
}

/**
 * A live PostgreSQL process that works in this cluster, or undefined. `recorded` is the number in its postmaster.pid:
 * that file alone proves nothing, because numbers are used again and a killed postmaster can leave its children behind,
 * so every process is looked at (PostgreSQL's all have the cluster as their working directory).
 */
export async function findServerProcess(host: Host, cluster: string, recorded?: number): Promise<number | undefined> {
  const candidates = new Set(recorded === undefined ? [] : [recorded])
  if (host.platform === 'linux') {
    for (const name of await readdir('/proc')) if (/^\d+$/.test(name)) candidates.add(Number(name))
  }
  for (const processId of candidates) {
    const isRecorded = processId === recorded
    if (await worksIn(host, processId, cluster, isRecorded)) return processId
  }
  return undefined
}

/** Where the working directory cannot be read (another user's process, no /proc) the name and the record decide. */
async function worksIn(host: Host, processId: number, cluster: string, isRecorded: boolean): Promise<boolean> {
  const workingDirectory =
    host.platform === 'linux' ? await readlink(`/proc/${processId}/cwd`).catch(() => undefined) : undefined
  if (workingDirectory === undefined ? !isRecorded : workingDirectory !== cluster) return false
  const found = await describeProcess(host, processId)
  return found !== undefined && !found.zombie && found.program === 'postgres'
}
