import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export interface LocalServer {
  readonly origin: string
  readonly port: number
  readonly server: Server
  /** The requests that arrived, in order. */
  readonly requests: IncomingMessage[]
}

/** A real server on a free port of 127.0.0.1, closed with the test. `tls` is its key and certificate. */
export async function listen(
  t: Test,
  handler: RequestListener,
  tls?: { readonly key: string; readonly cert: string }
): Promise<LocalServer> {
  const requests: IncomingMessage[] = []
  const listener: RequestListener = (request, response) => {
    requests.push(request)
    handler(request, response)
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  // The client decides how long connections are kept.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, server, requests }
}

/** A URL at which nothing listens. */
export async function closedPort(t: Test): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  t.comment(`nothing listens at port ${port}`)
  return `http://127.0.0.1:${port}`
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
