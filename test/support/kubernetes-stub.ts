/** The Leases of an API server: as strict as the real one, and able to fail in its ways. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { bodyOf } from './local-server.ts'

const tls = join(import.meta.dirname, '../fixtures/tls')

type Fields = Record<string, unknown>

export interface StoredLease {
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> } & Fields
  readonly spec?: { readonly holderIdentity?: string | null } & Fields
}

export interface KubernetesStub {
  /** Folder of the service account: what `CACHE_URL=kubernetes://FOLDER` names. */
  readonly folder: string
  readonly port: number
  /** What the kubelet sets. */
  readonly env: Readonly<Record<string, string>>
  /** All that a replica needs but for its port, PEER_PORT. */
  readonly settings: Readonly<Record<string, string>>
  readonly leases: Map<string, StoredLease>
  /** `GET name`, in order of arrival. */
  readonly requests: string[]
  /** Answers of 409 so far. */
  readonly conflicts: () => number
  /** What it does in place of answering; `methods` for all if not given. `drop`: it does as it is told, and resets the connection. */
  fault:
    | {
        readonly status?: number
        readonly body?: unknown
        readonly ms?: number
        readonly drop?: boolean
        readonly methods?: readonly string[]
      }
    | undefined
  /** Tokens that are taken. */
  tokens: string[]
  writeToken(token: string): void
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startKubernetes(t: Pick<Test, 'teardown'>): Promise<KubernetesStub> {
  const folder = mkdtempSync(join(tmpdir(), 'serviceaccount-'))
  const writeToken = (token: string) => writeFileSync(join(folder, 'token'), token)
  writeFileSync(join(folder, 'namespace'), 'monitoring')
  writeFileSync(join(folder, 'ca.crt'), readFileSync(join(tls, 'ca.pem')))
  writeToken('first')

  let version = 1000
  let conflicts = 0
  const leases = new Map<string, StoredLease>()
  const requests: string[] = []

  const server = createServer(
    { key: readFileSync(join(tls, 'key.pem')), cert: readFileSync(join(tls, 'good.pem')) },
    (request, response) => void answer(request, response).catch(() => response.destroy())
  )

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const { method = '', url = '' } = request
    requests.push(`${method} ${url.split('/').slice(7).join('/')}`)
    const { fault } = stub
    const isHit = fault !== undefined && (fault.methods?.includes(method) ?? true)
    if (isHit && fault.ms !== undefined) await sleep(fault.ms, undefined, { ref: false })
    if (isHit && fault.status !== undefined)
      return send(response, fault.status, fault.body ?? { message: 'as it was told' })
    const [status, object] = decide(request, body)
    if (status === 409) conflicts += 1
    if (isHit && fault.drop) return void response.destroy()
    return send(response, status, object)
  }

  function decide({ method = '', url = '', headers }: IncomingMessage, body: string): [number, unknown] {
    if (!stub.tokens.some((token) => headers.authorization === `Bearer ${token}`)) return [401, {}]
    const [, name] = /^\/apis\/coordination\.k8s\.io\/v1\/namespaces\/monitoring\/leases(?:\/([^/?]+))?$/.exec(url) ?? [
      url,
      '?'
    ]
    if (name === '?') return [404, {}]
    if (method === 'GET' && name !== undefined) return leases.has(name) ? [200, leases.get(name)] : [404, {}]
    if (method !== 'POST' && method !== 'PUT') return [405, {}]
    const lease = JSON.parse(body) as StoredLease
    const complaint = invalid(lease)
    if (complaint !== undefined) return complaint
    const { metadata } = lease
    const current = leases.get(metadata.name)
    if (method === 'POST') {
      if (current !== undefined) return [409, { reason: 'AlreadyExists' }]
      return [201, keep(lease, { uid: randomUUID(), creationTimestamp: new Date().toISOString() })]
    }
    if (metadata.name !== name) return [400, {}]
    if (current === undefined) return [404, {}]
    const isStale = metadata.resourceVersion !== current.metadata.resourceVersion
    return isStale ? [409, { reason: 'Conflict' }] : [200, keep(lease, {})]
  }

  function keep(lease: StoredLease, more: Fields): StoredLease {
    version += 1
    const kept = { ...lease, metadata: { ...lease.metadata, ...more, resourceVersion: `${version}` } }
    leases.set(lease.metadata.name, kept)
    return kept
  }

  async function start(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(stub.port, '127.0.0.1', resolve))
  }
  async function stop(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  const stub: KubernetesStub & { port: number } = {
    folder,
    port: 0,
    env: {},
    settings: {},
    leases,
    requests,
    conflicts: () => conflicts,
    fault: undefined,
    tokens: ['first'],
    writeToken,
    start,
    stop
  }
  await start()
  stub.port = (server.address() as AddressInfo).port
  t.teardown(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${stub.port}` }
  const settings = { ...env, CACHE_URL: `kubernetes://${folder}`, POD_IP: '127.0.0.1' }
  return Object.assign(stub, { env, settings })
}

/** The processes that hold a Lease. */
export function holdersOf({ leases }: KubernetesStub): number[] {
  const holders = [...leases.values()].map(({ spec }) => /_(\d+)_[^_]+_\d+$/.exec(spec?.holderIdentity ?? '')?.[1])
  return holders.filter((pid) => pid !== undefined).map(Number)
}

const microTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const subdomain = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/
const annotationName = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/

/** 400 for what cannot be read, 422 for what is not valid. */
function invalid({ metadata, spec = {} }: StoredLease): [number, unknown] | undefined {
  const times = [spec.acquireTime, spec.renewTime].filter((time) => time !== undefined && time !== null)
  if (!times.every((time) => microTime.test(`${time}`))) return [400, { message: 'no MicroTime' }]
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions = 0 } = spec
  const isNumbered = seconds === undefined || (Number.isInteger(seconds) && (seconds as number) > 0)
  const annotations = Object.entries(metadata.annotations ?? {})
  const size = annotations.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  const isValid =
    isNumbered &&
    Number.isInteger(transitions) &&
    (transitions as number) >= 0 &&
    // Not even an empty one: who releases a Lease says null.
    spec.holderIdentity !== '' &&
    metadata.name.length <= 253 &&
    subdomain.test(metadata.name) &&
    annotations.every(([name, value]) => annotationName.test(name) && typeof value === 'string') &&
    size <= 256 * 1024
  return isValid ? undefined : [422, { reason: 'Invalid' }]
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
