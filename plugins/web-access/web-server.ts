/** The server that the web configuration asks for, and how it takes up new certificates while it runs. */
import type { Server as TlsServer } from 'node:tls'
import type { FastifyServerOptions } from 'fastify'
import type { WebFiles } from './web-files.ts'

/** Whether connections without a good certificate are ended before they can ask for anything. */
export type IsStrict = boolean

/** The part of Fastify's options that makes it a TLS server; nothing for plain HTTP. */
export function serverOptions(files: WebFiles | undefined, isStrict: IsStrict): FastifyServerOptions {
  if (files?.tls === undefined) return {}
  const https = { ...files.tls.context, ...clientPolicy(files, isStrict) }
  const options = files.config.http2 ? { http2: true, https: { ...https, allowHTTP1: true } } : { https }
  // Fastify types each kind of server by itself, but what runs on them here is the same.
  return options as FastifyServerOptions
}

/** Connections from now on are served with these certificates; open ones are not touched. */
export function renewServer(server: object, files: WebFiles, isStrict: IsStrict): void {
  if (files.tls === undefined) return
  const tlsServer = server as TlsServer
  tlsServer.setSecureContext(files.tls.context)
  // Node.js reads these two at each connection, but has no call to change them.
  Object.assign(tlsServer, clientPolicy(files, isStrict))
}

/** What `node:tls` itself checks at the handshake. All else is checked at each request. */
function clientPolicy({ config }: WebFiles, isStrict: IsStrict) {
  const clientAuth = config.tls?.clientAuth ?? 'NoClientCert'
  return {
    requestCert: clientAuth !== 'NoClientCert',
    rejectUnauthorized: isStrict && clientAuth === 'RequireAndVerifyClientCert'
  }
}
