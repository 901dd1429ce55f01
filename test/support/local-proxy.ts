import { request as forward } from 'node:http'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { type LocalServer, listen } from './local-server.ts'

export interface LocalProxy extends LocalServer {
  /** What was asked of the proxy: `GET http://...` or `CONNECT host:port`, with the credentials that came along. */
  readonly asked: { readonly what: string; readonly credentials: string | undefined }[]
  /** Answers everything with that status from now on; without one it lets requests through again. */
  refuse(status?: number): void
}

/** Made-up names are of this machine, as a client asks no proxy for what it knows to be here. */
function here(url: string): string {
  const target = new URL(url)
  if (target.hostname.endsWith('.test')) target.hostname = '127.0.0.1'
  return target.href
}

/** A forward proxy; with `refusal` it answers everything with that status. */
export async function listenAsProxy(t: Test, refusal?: number): Promise<LocalProxy> {
  const asked: LocalProxy['asked'] = []
  let refused = refusal
  const note = (what: string, header: string | undefined) => {
    const credentials = header?.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString() : header
    asked.push({ what, credentials })
  }

  const proxy = await listen(t, (request, response) => {
    const { method, url = '', headers } = request
    note(`${method} ${url}`, headers['proxy-authorization'])
    if (refused !== undefined) return void response.writeHead(refused).end()
    const forwarded = forward(here(url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    request.pipe(forwarded)
  })
  proxy.server.on('connect', (request, client) => {
    note(`CONNECT ${request.url}`, request.headers['proxy-authorization'])
    if (refused !== undefined) return void client.end(`HTTP/1.1 ${refused} No\r\n\r\n`)
    const { hostname, port } = new URL(here(`http://${request.url}`))
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  const refuse = (status?: number) => {
    refused = status
  }
  return { ...proxy, asked, refuse }
}
