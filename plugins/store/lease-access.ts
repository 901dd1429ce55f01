/** Reads and changes Leases: what others do at the same time is never overwritten, and an API server that fails is left alone. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { ApiError, type LeasesApi } from './kubernetes-api.ts'
import { type LeaseObject, lengthOf, newLease, renewalOf } from './lease-object.ts'
import { createOutageLog } from './outage-log.ts'
import { inTime, tooLate } from './patience.ts'

/** Milliseconds that a request may take, the stalls of this process not counted. */
const patience = 1000
/** Milliseconds for which an API server that failed is not asked, so that a refresh meets it once. */
const rest = 5000
/** Milliseconds for which what was read is good enough: less than a look at whether a replica has finished. */
const fresh = 100
/** Each change that somebody else has forestalled lets another one through. */
const mostTries = 12
const longestWait = 100

export type LeaseAccess = ReturnType<typeof createLeaseAccess>

export function createLeaseAccess(api: LeasesApi, log: FastifyBaseLogger) {
  const troubles = {
    read: createOutageLog(log, textsFor('read')),
    write: createOutageLog(log, textsFor('written'))
  }
  const restsUntil = { read: 0, write: 0 }
  /** What was read last, and when it was asked for. */
  const known = new Map<string, { readonly lease: LeaseObject | undefined; readonly at: number }>()
  /** Since when this process has seen a renewal: the clocks of machines are never compared. */
  const seen = new Map<string, { readonly renewal: string; readonly at: number }>()
  const reading = new Map<string, Promise<{ lease: LeaseObject | undefined } | undefined>>()
  const turns = new Map<string, Promise<unknown>>()

  async function attempt<T>(kind: 'read' | 'write', ask: () => Promise<T>): Promise<T | undefined> {
    if (performance.now() < restsUntil[kind]) return undefined
    try {
      const result = await inTime(ask, patience)
      troubles[kind].ends()
      return result
    } catch (error) {
      troubles[kind].begins(causeOf(error))
      restsUntil[kind] = performance.now() + rest
      return undefined
    }
  }

  function remember(name: string, lease: LeaseObject | undefined, at: number): void {
    known.set(name, { lease, at })
    const renewal = lease === undefined ? '' : renewalOf(lease)
    if (seen.get(name)?.renewal !== renewal) seen.set(name, { renewal, at: performance.now() })
  }

  /** The Lease, no older than `age` milliseconds; undefined where the API server cannot be asked. */
  function look(name: string, age = fresh): Promise<{ lease: LeaseObject | undefined } | undefined> {
    const last = known.get(name)
    if (last !== undefined && performance.now() - last.at < age) return Promise.resolve(last)
    const running = reading.get(name)
    if (running !== undefined && age > 0) return running
    const started = performance.now()
    const asking = attempt('read', async () => ({ lease: await api.get(name) })).then((found) => {
      // A change that was made meanwhile is newer.
      if (found !== undefined && (known.get(name)?.at ?? 0) <= started) remember(name, found.lease, started)
      return found
    })
    reading.set(name, asking)
    return asking.finally(() => {
      if (reading.get(name) === asking) reading.delete(name)
    })
  }

  /** One after the other, so that a process does not forestall itself. */
  function inTurn<T>(name: string, task: () => Promise<T>): Promise<T> {
    const running = (turns.get(name) ?? Promise.resolve()).then(task)
    turns.set(name, running)
    return running
  }

  return {
    look,

    /** Whether the holder has not renewed it for its time, as this process has seen. */
    hasEnded(lease: LeaseObject): boolean {
      const since = seen.get(lease.metadata.name)
      return since?.renewal === renewalOf(lease) && performance.now() - since.at >= lengthOf(lease)
    },

    /**
     * Puts what `next` makes of the Lease in its place, whatever others do meanwhile: it may be called again, with what
     * they have made of it. `left` where it makes nothing of it; undefined where nobody can tell.
     */
    change: (
      name: string,
      next: (lease: LeaseObject) => LeaseObject | undefined
    ): Promise<'done' | 'left' | undefined> =>
      inTurn(name, async () => {
        for (let tries = 0; tries < mostTries; tries++) {
          const found = await look(name, tries === 0 ? fresh : 0)
          if (found === undefined) return undefined
          const wanted = next(found.lease ?? newLease(name))
          if (wanted === undefined) return 'left'
          const started = performance.now()
          const result = await attempt('write', () => api.put(wanted))
          if (result === undefined) {
            // It may have been done all the same.
            known.delete(name)
            return undefined
          }
          if (result !== 'conflict') {
            remember(name, result, started)
            return 'done'
          }
          await sleep(Math.random() * Math.min(longestWait, 5 * 2 ** tries))
        }
        return undefined
      })
  }
}

function textsFor(done: 'read' | 'written') {
  return {
    fails: `the Leases of CACHE_URL cannot be ${done}`,
    works: `the Leases of CACHE_URL can be ${done} again`
  }
}

const remedies: Readonly<Record<number, string>> = {
  200: 'what answers is no API server of Kubernetes',
  401: 'the API server does not take the token of the service account',
  403: 'the service account needs a Role with the verbs get, create and update of leases in coordination.k8s.io',
  404: 'there is no such namespace, or no coordination.k8s.io/v1',
  422: 'it refuses the object as it is',
  429: 'the API server has too much to do'
}

/** Never a message of a library, which may hold what was sent. */
function causeOf(error: unknown): string {
  if (error instanceof ApiError) {
    const remedy = remedies[error.status]
    return remedy === undefined ? error.message : `${error.message}: ${remedy}`
  }
  const { code, name, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'no token of a service account is mounted'
  return message === tooLate ? 'the API server does not answer in time' : (code ?? name)
}
