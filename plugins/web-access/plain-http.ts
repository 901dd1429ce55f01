/** Tells clients that speak plain HTTP to a TLS server what is wrong, as Go's server does. */
import type { Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { answerPlainHttp } from '../../src/server/malformed-requests.ts'

/** Once the handshake has failed, the answer must go below TLS: over the connection that the TLS server was given. */
export function answerPlainHttpOf(server: Server): void {
  const connections = new Map<string, Socket>()
  server.prependListener('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    connections.set(peer, socket)
    socket.once('close', () => {
      // The port may be that of another connection by now.
      if (connections.get(peer) === socket) connections.delete(peer)
    })
  })
  // Before the listener that gives such a connection up.
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const connection = connections.get(peerOf(socket))
    if (error.code === 'ERR_SSL_HTTP_REQUEST' && connection !== undefined) answerPlainHttp(connection)
  })
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
