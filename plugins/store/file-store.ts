/** A store of one file a key, each written whole or not at all. For one process; replicas share a Redis. */
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'
import type { Counts, Store } from '../../src/contract/store.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { createOutageLog } from './outage-log.ts'

/** What a process that was killed while it wrote has left. */
const remains = /^(snapshot%2F|pause%2F|token%2F|account%2F|counters).*\.\d+$/
/** Milliseconds after which a file in the making is one of those. */
const oldest = 60_000
/** Milliseconds that a disk may take, as one behind a network may never answer. */
const usualPatience = 3000
/** Bytes that are read; a file of more was not written by this program. */
const largest = 2 ** 28

export function openFileStore(folder: string, log: FastifyBaseLogger, clock: Clock, patience = usualPatience): Store {
  const reading = createOutageLog(log, {
    fails: `the folder ${folder} of CACHE_URL cannot be read`,
    works: `the folder ${folder} of CACHE_URL can be read again`
  })
  const writing = createOutageLog(log, {
    fails: `the folder ${folder} of CACHE_URL cannot be written to`,
    works: `the folder ${folder} of CACHE_URL can be written to again`
  })
  const makeFolder = () => makeWithParents(folder)
  let hanging = 0
  const pathOf = (key: string) => join(folder, encodeURIComponent(key))
  let lastTask: Promise<unknown> = open()

  async function open(): Promise<void> {
    try {
      await makeFolder()
    } catch (error) {
      writing.begins(codeOf(error))
    }
    await removeRemains(folder).catch(() => {})
  }

  /** The result, or undefined where it takes too long. While anything hangs nothing is added to it. */
  async function inTime<T>(trouble: typeof reading, start: () => Promise<T>): Promise<T | undefined> {
    if (hanging > 0) return undefined
    const running = start()
    const late = Promise.withResolvers<typeof tooLate>()
    const timer = setTimeout(() => late.resolve(tooLate), patience).unref()
    const result = await Promise.race([running, late.promise])
    clearTimeout(timer)
    if (result !== tooLate) return result
    trouble.begins('it does not answer in time')
    hanging += 1
    void running.finally(() => {
      hanging -= 1
    })
    return undefined
  }

  /** One after the other, as the last of two writes must be the last one on the disk. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const running = lastTask.then(task)
    lastTask = running
    return running
  }

  async function read(key: string): Promise<Uint8Array | undefined> {
    try {
      const isTooLarge = (await stat(pathOf(key))).size > largest
      const bytes = isTooLarge ? undefined : await readFile(pathOf(key))
      if (isTooLarge) reading.begins('a file is too large')
      else reading.ends()
      return bytes
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') reading.begins(codeOf(error))
      return undefined
    }
  }

  async function replace(key: string, bytes: Uint8Array): Promise<void> {
    const write = () => writeFileAtomic(pathOf(key), bytes, 0o600)
    try {
      // Who cleans up may have taken the folder away, too.
      await write().catch((error) => (codeOf(error) === 'ENOENT' ? makeFolder().then(write) : Promise.reject(error)))
      writing.ends()
    } catch (error) {
      writing.begins(codeOf(error))
    }
  }

  async function addToCounters(key: string, counts: Counts, ms: number): Promise<Counts> {
    const counters = readCounters(await read(countersKey))
    const all: Record<string, number> = { ...counters[key]?.counts }
    for (const [who, count] of Object.entries(counts)) all[who] = Math.max(count, all[who] ?? 0)
    if (Object.keys(counts).length === 0) return all
    const current = Object.entries(counters).filter(([, { until }]) => until > clock.now())
    const next = { ...Object.fromEntries(current), [key]: { counts: all, until: clock.now() + ms } }
    await replace(countersKey, Buffer.from(JSON.stringify(next)))
    return all
  }

  return {
    isKept: true,
    isShared: false,
    read: (key) => inTime(reading, () => read(key)),
    write: (key, value) => inTime(writing, () => inTurn(() => replace(key, value))),
    count: (key, counts, ms) => inTime(writing, () => inTurn(() => addToCounters(key, counts, ms))),
    lease: async () => undefined,
    async close() {
      await inTime(writing, () => inTurn(async () => {}))
    }
  }
}

const tooLate = Symbol('too late')
const countersKey = 'counters'

interface Counter {
  readonly counts: Counts
  /** Unix milliseconds after which it is of no use. */
  readonly until: number
}

/** A counter that is damaged begins anew. */
function readCounters(bytes: Uint8Array | undefined): Record<string, Counter> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes ?? '{}').toString('utf8'))
    return Object.fromEntries(Object.entries(value ?? {}).filter(([, counter]) => isCounter(counter)))
  } catch {
    return {}
  }
}

function isCounter(value: unknown): value is Counter {
  const { counts, until } = (value ?? {}) as Partial<Counter>
  if (typeof counts !== 'object' || counts === null || typeof until !== 'number') return false
  return Object.values(counts).every((count) => Number.isSafeInteger(count) && count >= 0)
}

/** Not `mkdir` with `recursive`, which in a file system that takes no folders, as /proc is, never comes to an end. */
async function makeWithParents(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeWithParents(dirname(folder))
    await mkdir(folder, { mode: 0o700 })
  }
}

async function removeRemains(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!remains.test(name)) continue
    const path = join(folder, name)
    // The age is that of the file system, so it is compared with its clock; a younger file may be in the making.
    if (Date.now() - (await stat(path)).mtimeMs > oldest) await unlink(path)
  }
}

function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException
  return code ?? name
}
