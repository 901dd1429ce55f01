/** Leases of coordination.k8s.io/v1 in the namespace of the pod, by the token of its service account. */
import { readFile } from 'node:fs/promises'
import { Agent, type RequestOptions, request } from 'node:https'
import { join } from 'node:path'
import type { KubernetesLocation } from '../../src/config/store/kubernetes-location.ts'
import type { LeaseObject } from './lease-object.ts'

/** Milliseconds. The store has a finer patience of its own; this ends what nobody waits for any more. */
const requestTimeout = 5000
/** Milliseconds for which a connection is kept that is not used. */
const idleTimeout = 60_000
/** Bytes of an answer that are read. A Lease has far less, as the server takes no object of more than 1.5 MB. */
const largest = 4 * 2 ** 20

/** What was answered in place of a Lease: a status, of 200 where it is something else. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

export interface LeasesApi {
  /** Undefined where there is none. Throws an `ApiError`, or the error of the connection. */
  get(name: string): Promise<LeaseObject | undefined>
  /**
   * Creates a Lease that has no resourceVersion, and replaces one that has. Returns it as it is kept, or `conflict` where
   * somebody else was faster. Throws as `get`.
   */
  put(lease: LeaseObject): Promise<LeaseObject | 'conflict'>
  close(): void
}

interface Answer {
  readonly status: number
  readonly body: string
}

export function createLeasesApi({
  folder,
  host,
  port
}: Pick<KubernetesLocation, 'folder' | 'host' | 'port'>): LeasesApi {
  // The kubelet renews the files at any time. They lie in memory, so it costs nothing to read them for each request.
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).trim()
  let trusted: { readonly ca: string; readonly agent: Agent } | undefined

  async function agentNow(): Promise<Agent> {
    const ca = await read('ca.crt')
    // Connections of the one before close when they are idle.
    if (trusted?.ca !== ca) trusted = { ca, agent: new Agent({ ca, keepAlive: true, timeout: idleTimeout }) }
    return trusted.agent
  }

  async function ask(method: string, name: string, body?: string): Promise<Answer> {
    const [agent, token, namespace] = await Promise.all([agentNow(), read('token'), read('namespace')])
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases`
    const options: RequestOptions = {
      agent,
      method,
      host,
      port,
      path: name === '' ? leases : `${leases}/${name}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'user-agent': 'edge-exporter',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}` })
      },
      signal: AbortSignal.timeout(requestTimeout)
    }
    return send(options, body)
  }

  return {
    async get(name) {
      const { status, body } = await ask('GET', name)
      if (status === 404) return undefined
      if (status !== 200) throw new ApiError(status)
      return leaseIn(body, status)
    },
    async put(lease) {
      const { name, resourceVersion } = lease.metadata
      const isNew = resourceVersion === undefined
      const { status, body } = await ask(isNew ? 'POST' : 'PUT', isNew ? '' : name, JSON.stringify(lease))
      // Whoever deletes a Lease was faster, too; a namespace that is not there is another matter.
      if (status === 409 || (status === 404 && !isNew)) return 'conflict'
      if (status !== 200 && status !== 201) throw new ApiError(status)
      return leaseIn(body, status)
    },
    close() {
      trusted?.agent.destroy()
    }
  }
}

function leaseIn(body: string, status: number): LeaseObject {
  try {
    const value = JSON.parse(body)
    if (typeof value?.metadata?.name === 'string') return value
  } catch {}
  throw new ApiError(status)
}

/** Once more where the server had closed the connection that was kept: what is done twice is a conflict, not a harm. */
async function send(options: RequestOptions, body: string | undefined): Promise<Answer> {
  let isReused = false
  const once = () =>
    new Promise<Answer>((resolve, reject) => {
      const asking = request(options, (answer) => {
        const chunks: Buffer[] = []
        let size = 0
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > largest) answer.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
        answer.on('error', reject)
      })
      asking.on('error', (error) => {
        isReused = asking.reusedSocket
        reject(error)
      })
      asking.end(body)
    })
  try {
    return await once()
  } catch (error) {
    if (isReused && (error as NodeJS.ErrnoException).code === 'ECONNRESET') return once()
    throw error
  }
}
