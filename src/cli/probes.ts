/** What `edge-exporter check` finds out about everything but the providers. */

import { connect } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { openStore } from '../../plugins/store/store.ts'
import type { TlsMaterial } from '../../plugins/web-access/tls-files.ts'
import { watchWebFiles } from '../../plugins/web-access/web-files.ts'
import { complaintOfNoProxy, describeProxy, type ProxySettings } from '../config/proxy.ts'
import type { PushConfig } from '../config/push-settings.ts'
import type { StoreLocation } from '../config/store/store-url.ts'
import type { WebSettings } from '../config/web-settings.ts'
import type { Clock } from '../contract/clock.ts'
import { causeOf, toFailure } from '../contract/failure.ts'
import type { Finding } from '../contract/provider.ts'
import type { Ask } from '../contract/upstream.ts'

const day = 24 * 3_600_000
const connectTimeout = 3000

/** Each proxy that is set, and whether something listens there. */
export async function probeProxy(proxy: ProxySettings): Promise<Finding[]> {
  const { NO_PROXY: _, ...shown } = describeProxy(proxy)
  const findings = await Promise.all(
    Object.entries(shown).map(async ([name, url]): Promise<Finding> => {
      const problem = await problemOfPort(url)
      if (problem === undefined) return { name, mark: 'ok', message: `${url} can be reached` }
      const remedy = `Check the address in ${name}, or unset it; hosts that need no proxy go into NO_PROXY.`
      return { name, mark: 'failed', message: `${url} cannot be reached (${problem})`, remedy }
    })
  )
  if (findings.length === 0) return [{ name: 'proxy', mark: 'ok', message: 'none is set' }]
  const complaint = complaintOfNoProxy(proxy)
  if (complaint === undefined) return findings
  const remedy = 'Write hosts, addresses and subnets, separated by commas: example.com, 192.0.2.0/24, [::1].'
  return [...findings, { name: 'NO_PROXY', mark: 'warning', message: complaint, remedy }]
}

/** Which way each host was asked, and why, where a proxy is set. */
export function findingsOfWays(proxy: ProxySettings, taken: ReadonlyMap<string, string>): Finding[] {
  const isProxySet = Object.keys(proxy).some((name) => name !== 'NO_PROXY')
  return isProxySet ? [...taken].map(([host, why]) => ({ name: host, mark: 'ok', message: `is asked ${why}` })) : []
}

/** Of proxies; those of SOCKS have 1080. */
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

function problemOfPort(url: string): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const socket = connect({ host, port: Number(port) || (defaultPorts[protocol] ?? 1080), timeout: connectTimeout })
  return new Promise((resolve) => {
    const end = (problem: string | undefined) => {
      socket.destroy()
      resolve(problem)
    }
    socket.once('connect', () => end(undefined))
    socket.once('timeout', () => end('no answer'))
    socket.once('error', (error) => end(causeOf(error)))
  })
}

export interface ProbeStoreOptions {
  readonly location: StoreLocation
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** What the store has complained about. */
  readonly complaints: () => readonly string[]
}

/** Writes something into the store and reads it back, and takes a lease where replicas would. */
export async function probeStore({ location, clock, log, complaints }: ProbeStoreOptions): Promise<Finding> {
  const name = 'store'
  if (location.kind === 'memory') {
    return { name, mark: 'ok', message: 'memory: a restart begins with nothing (see CACHE_URL)' }
  }
  const store = await openStore(location, log, clock)
  try {
    const value = Buffer.from(`${clock.now()}`)
    await store.write('check/store', value, 60_000)
    const found = await store.read('check/store')
    const lease = store.isShared ? await store.lease('lease/store', 1000) : 'taken'
    if (lease !== 'taken') await lease?.release()
    if (found !== undefined && value.equals(found) && lease !== undefined) {
      return { name, mark: 'ok', message: `what is written into the ${location.kind} store can be read again` }
    }
    const [complaint = 'it does not give back what was written'] = complaints()
    return { name, mark: 'failed', message: complaint, remedy: remediesOfStores[location.kind] }
  } finally {
    await store.close()
  }
}

const remediesOfStores = {
  file: 'Let the program write to the folder of CACHE_URL.',
  redis: 'Check host, port, password and database of CACHE_URL.',
  kubernetes:
    'Bind a Role with the verbs get, create and update of leases (coordination.k8s.io) to the service account, and mount its token.'
} as const

export interface ProbePushOptions {
  readonly push: PushConfig | undefined
  readonly ask: Ask
  readonly signal: AbortSignal
}

/** Asks the Pushgateway whether it is ready, and pushes nothing. */
export async function probePushgateway({ push, ask, signal }: ProbePushOptions): Promise<Finding[]> {
  if (push === undefined) return []
  const name = 'Pushgateway'
  try {
    const { url, authorization } = push.target()
    const { status, body } = await ask({
      provider: 'pushgateway',
      endpoint: 'ready',
      method: 'GET',
      url: new URL(`${url}/-/ready`),
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      signal,
      hostSetting: 'PUSHGATEWAY'
    })
    if (status === 200 && body.toString().trim() === 'OK') return [{ name, mark: 'ok', message: 'it is ready' }]
    if (status === 200) {
      const remedy = 'Check host and path in PUSHGATEWAY, and whether a proxy on the way answers in its place.'
      return [{ name, mark: 'failed', message: `what answers is no Pushgateway (${body.length} bytes)`, remedy }]
    }
    const remedy =
      status === 401 || status === 403
        ? 'Check user and password in PUSHGATEWAY.'
        : 'Check host and path in PUSHGATEWAY.'
    return [{ name, mark: 'failed', message: `it answers with HTTP ${status}`, remedy }]
  } catch (error) {
    return [{ name, mark: 'failed', message: toFailure(error).message, remedy: 'Check host and port in PUSHGATEWAY.' }]
  }
}

/** Days. */
const soon = 21

/** The certificate that the server will show, and who gets in. Throws a `SettingsError` for files that cannot be used. */
export function probeWeb({ file, token }: WebSettings, now: number): Finding[] {
  const { config, tls } = file === undefined ? {} : watchWebFiles(file).value()
  const users = config?.users.size ?? 0
  const doors = [
    ...(users === 0 ? [] : [users === 1 ? 'one user with a password' : `${users} users with passwords`]),
    ...(token === undefined ? [] : ['whoever brings the bearer token'])
  ]
  const who = doors.length === 0 ? 'everybody who reaches the port' : doors.join(' and ')
  const certificate = config?.tls?.clientAuth.startsWith('Require') ? ', each with a client certificate' : ''
  return [findingOfTls(tls, now), { name: 'access', mark: 'ok', message: `let in: ${who}${certificate}` }]
}

function findingOfTls(tls: TlsMaterial | undefined, now: number): Finding {
  const name = 'TLS'
  if (tls === undefined) return { name, mark: 'ok', message: 'off: plain HTTP is served (see WEB_CONFIG_FILE)' }
  const left = Math.floor((tls.expiry - now) / day)
  const ends = new Date(tls.expiry).toISOString().slice(0, 10)
  const remedy = 'Put a new certificate in the place of the old one; it is read again without a restart.'
  if (left < 0) return { name, mark: 'failed', message: `the certificate has ended on ${ends}`, remedy }
  const message = `the certificate ends on ${ends}, in ${left} days`
  return left < soon ? { name, mark: 'warning', message, remedy } : { name, mark: 'ok', message }
}
