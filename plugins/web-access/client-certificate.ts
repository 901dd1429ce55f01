/** Whether the certificate that a client has shown, or not shown, lets it in. */
import type { X509Certificate } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { TlsConfig } from './web-config.ts'

/** What is asked of a connection: the part of `TLSSocket` that matters. */
export interface PeerSocket {
  readonly authorized?: boolean
  readonly authorizationError?: Error | string | null
  getPeerX509Certificate?(): X509Certificate | undefined
}

/** Why the client is not let in; undefined when it is. */
export function faultOfClient(
  socket: PeerSocket,
  { clientAuth, allowedSans }: Pick<TlsConfig, 'clientAuth' | 'allowedSans'>
): string | undefined {
  if (clientAuth === 'NoClientCert' || clientAuth === 'RequestClientCert') return undefined
  const certificate = socket.getPeerX509Certificate?.()
  if (certificate === undefined) {
    return clientAuth === 'VerifyClientCertIfGiven' ? undefined : 'a client certificate is needed'
  }
  if (clientAuth !== 'RequireAnyClientCert' && socket.authorized !== true) {
    return `the client certificate is not accepted (${socket.authorizationError})`
  }
  if (allowedSans === undefined) return undefined
  const allowed = new Set(allowedSans.map(comparable))
  const isAllowed = namesOf(certificate.subjectAltName).some((name) => allowed.has(name))
  return isAllowed ? undefined : 'none of the names in the client certificate is allowed'
}

/** Name types as Node.js prints them, followed by JSON where the name holds a quote or a comma. */
const entry = /(?:^|, )(DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,]*)/gy
const otherEntry = /(?:^|, )[\w ]+:("(?:[^"\\]|\\.)*"|[^,]*)/gy

/** The subject alternative names that the list can allow: DNS names, IP and e-mail addresses, URIs. */
export function namesOf(text: string | undefined): string[] {
  const names: string[] = []
  const source = text ?? ''
  let position = 0
  while (position < source.length) {
    entry.lastIndex = position
    const match = entry.exec(source)
    otherEntry.lastIndex = position
    const end = match === null ? otherEntry.exec(source) && otherEntry.lastIndex : entry.lastIndex
    // What cannot be read could be read wrongly, so nothing after it counts.
    if (!end) break
    const name = match?.[2]
    if (name !== undefined) names.push(comparable(name.startsWith('"') ? JSON.parse(name) : name))
    position = end
  }
  return names
}

/** IPv6 addresses have many forms. */
function comparable(name: string): string {
  return isIPv6(name) ? new URL(`http://[${name}]`).hostname : name
}
