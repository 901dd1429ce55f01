/**
 * Ends the connections when the server closes: each once its response is sent, then all others.
 *
 * Node alone does neither well. It cuts off a response that is written but not yet sent, such as a big one to a slow
 * client. And it waits for connections over which nothing was ever sent, such as browsers open in advance and load
 * balancers to see whether the port is open.
 */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import fp from 'fastify-plugin'

export interface ConnectionsOptions {
  /** Milliseconds after which a client that does not read its response is given up. */
  readonly patience?: number
}

/** Milliseconds between looks at what is still open. */
const rhythm = 20

export default fp<ConnectionsOptions>(
  async (fastify, { patience = 8000 }) => {
    let open = 0
    const countDown = () => {
      open -= 1
    }
    fastify.server.on('request', (_request, response: ServerResponse) => {
      open += 1
      response.on('close', countDown)
    })

    // HTTP/2 servers cannot name their connections, and under TLS each has two sockets.
    const sockets = new Set<Socket>()
    for (const event of ['connection', 'secureConnection']) {
      fastify.server.on(event, (socket: Socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
    }

    fastify.addHook('preClose', async () => {
      if (!fastify.server.listening) return
      const end = performance.now() + patience
      const isDone = () => open === 0 || performance.now() > end
      while (!isDone()) await setTimeout(rhythm)

      const sweep = setInterval(() => {
        if (isDone()) for (const socket of sockets) socket.destroy()
      }, rhythm)
      fastify.server.once('close', () => clearInterval(sweep))
    })
  },
  { name: 'connections', fastify: '5.x' }
)
