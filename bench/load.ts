/** Asks a server as fast as it answers, from a process of its own. */
import { createRequire } from 'node:module'
import { findProgram } from './find-program.ts'
import { run } from './programs.ts'

export interface Load {
  readonly connections: number
  readonly seconds: number
}

/** The headers of a scrape of the text format. */
const headers = { accept: 'text/plain;version=0.0.4;q=0.5,*/*;q=0.1', 'accept-encoding': 'gzip' }

const wrk = findProgram('wrk')

/** Which program asks. autocannon, which is always there, reads big answers more slowly than any server sends them. */
export const loader = wrk === undefined ? 'autocannon' : 'wrk'

/** Answers a second. Throws when one of them is no success. */
export async function answersPerSecond(url: string, load: Load): Promise<number> {
  return wrk === undefined ? byAutocannon(url, load) : byWrk(wrk, url, load)
}

async function byWrk(command: string, url: string, { connections, seconds }: Load): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const report = await run(command, ['-t1', `-c${connections}`, `-d${seconds}s`, ...given, url])
  const complaint = /^ *(Non-2xx or 3xx responses|Socket errors): .*$/m.exec(report)?.[0]
  if (complaint !== undefined) throw new Error(`${url}: ${complaint.trim()}`)
  return Number(/^Requests\/sec: +([\d.]+)$/m.exec(report)?.[1])
}

interface Report {
  readonly errors: number
  readonly non2xx: number
  readonly requests: { readonly average: number }
}

/** The version in package.json runs, not one that may be installed elsewhere. */
const autocannon = createRequire(import.meta.url).resolve('autocannon/autocannon.js')

async function byAutocannon(url: string, { connections, seconds }: Load): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const args = [autocannon, '--json', '-c', String(connections), '-d', String(seconds), ...given, url]
  const { errors, non2xx, requests } = JSON.parse(await run(process.execPath, args)) as Report
  if (errors + non2xx > 0) throw new Error(`${url}: ${errors} requests failed, ${non2xx} had no success`)
  return requests.average
}
