/**
 * Nothing can be changed from outside, but where a command is let through: GET and HEAD only, and no request body is ever read. A browser may ask first
 * whether a page of another origin may read what is there (a preflight), before it shows credentials.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import fp from 'fastify-plugin'

const allowed = ['GET', 'HEAD']

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

export interface ReadOnlyOptions {
  /** Paths at which a preflight is answered, and whether pages of other origins may read what is there. */
  readonly preflights?: Readonly<Record<string, { readonly isOpen: boolean }>>
  /** Paths at which a POST or PUT is let through. */
  readonly commands?: readonly string[]
}

const open = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'authorization',
  'access-control-max-age': '86400'
}

export default fp<ReadOnlyOptions>(
  async (fastify, { preflights = {}, commands = [] }) => {
    // Without a listener Node.js asks for the body that a client offers to send.
    fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      fastify.server.emit('request', request, response)
    })

    fastify.addHook('onRequest', ({ method, url, raw }, reply, done) => {
      // What is not read would have to be skipped before the next request of the connection.
      if (raw.httpVersionMajor === 1 && hasBody(raw)) reply.header('connection', 'close')
      if (allowed.includes(method)) {
        done()
        return
      }
      const path = url.replace(/\?.*$/s, '')
      if ((method === 'POST' || method === 'PUT') && commands.includes(path)) {
        done()
        return
      }
      const preflight = method === 'OPTIONS' && Object.hasOwn(preflights, path) ? preflights[path] : undefined
      if (preflight !== undefined) {
        reply
          .code(204)
          .headers({ allow: 'GET, HEAD, OPTIONS', ...(preflight.isOpen ? open : {}) })
          .send()
        return
      }
      reply
        .code(405)
        .header('allow', allowed.join(', '))
        .send({ statusCode: 405, error: 'Method Not Allowed', message: `only ${allowed.join(' and ')} are answered` })
    })
  },
  { name: 'read-only', fastify: '5.x' }
)
