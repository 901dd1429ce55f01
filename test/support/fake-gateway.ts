/** An HTTP server in the place of a Pushgateway, which keeps what it is sent and answers as a test wants. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Monotonic milliseconds. */
  readonly at: number
}

export type Reply = (response: ServerResponse, request: Received) => unknown

export interface FakeGateway {
  readonly url: string
  readonly host: string
  readonly server: Server
  /** In the order of arrival, each once its body was read. */
  readonly received: Received[]
  /** Replies of the next requests; the last one also answers all that follow. */
  reply(...replies: Reply[]): void
  /** Resolves once so many requests have come. */
  until(count: number): Promise<void>
}

export const status =
  (code: number, body = '', headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(code, headers).end(body)

export const reset: Reply = (response) => response.socket?.resetAndDestroy()

/** Takes the request and says nothing. */
export const silence: Reply = () => {}

/** The head of an answer and a part of its body, then nothing. */
export const stall: Reply = (response) => response.writeHead(200, { 'content-length': '1000' }).write('half')

/** A byte every ten milliseconds, so that the connection is never idle. */
export const drip: Reply = async (response) => {
  response.writeHead(200, { 'content-length': '100000' })
  while (!response.destroyed) {
    response.write('.')
    await sleep(10)
  }
}

/** As a Pushgateway answers: `OK` to the question whether it is ready, nothing to a push. */
const asGateway: Reply = (response, { method }) => response.writeHead(200).end(method === 'GET' ? 'OK' : '')

export async function startFakeGateway(t: Pick<Test, 'teardown'>, ...first: Reply[]): Promise<FakeGateway> {
  const received: Received[] = []
  let replies = first.length === 0 ? [asGateway] : first
  let tell = () => {}

  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const body = await text(request).catch(() => undefined)
    if (body === undefined) return
    const one = { method, path, headers, body, at: performance.now() }
    received.push(one)
    const [reply, ...rest] = replies
    if (rest.length > 0) replies = rest
    reply?.(response, one)
    tell()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    server,
    received,
    reply(...next) {
      replies = next
    },
    async until(count) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          tell = resolve
        })
      }
    }
  }
}
