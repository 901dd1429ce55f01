/** Nothing can be changed from outside: GET and HEAD only, and no request body is ever read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import fp from 'fastify-plugin'

const allowed = ['GET', 'HEAD']

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

export default fp(
  async (fastify) => {
    // Without a listener Node.js asks for the body that a client offers to send.
    fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      fastify.server.emit('request', request, response)
    })

    fastify.addHook('onRequest', ({ method, raw }, reply, done) => {
      // What is not read would have to be skipped before the next request of the connection.
      if (raw.httpVersionMajor === 1 && hasBody(raw)) reply.header('connection', 'close')
      if (allowed.includes(method)) {
        done()
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
