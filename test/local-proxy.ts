import { request as forward } from 'node:http'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { type LocalServer, listen } from './local-server.ts'

export interface LocalProxy extends LocalServer {
  /** What was asked of the proxy: `GET http://...` or `CONNECT host:port`, with the credentials that came along. */
  readonly asked: { readonly what: string; readonly credentials: string | undefined }[]
}

/** A forward proxy; with `refuse` it answers everything with that status. */
export async function listenAsProxy(t: Test, refuse?: number): Promise<LocalProxy> {
  const asked: LocalProxy['asked'] = []
  const note = (what: string, header: string | undefined) => {
    const credentials = header?.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString() : header
    asked.push({ what, credentials })
  }

  const proxy = await listen(t, (request, response) => {
    const { method, url = '', headers } = request
    note(`${method} ${url}`, headers['proxy-authorization'])
    if (refuse !== undefined) return void response.writeHead(refuse).end()
    request.pipe(
      forward(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
    )
  })
  proxy.server.on('connect', (request, client) => {
    note(`CONNECT ${request.url}`, request.headers['proxy-authorization'])
    if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`)
    const { hostname, port } = new URL(`http://${request.url}`)
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  return { ...proxy, asked }
}
