/** What stands before a simulator and fails below HTTP: refuses connections, shows wrong certificates, counts sockets. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Test } from 'tap'

export interface Identity {
  readonly key: string
  readonly cert: string
}

export interface Front {
  readonly port: number
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>
  /** Bytes sent to clients so far. */
  sent(): number
  /** Ends all connections, and refuses new ones from now on. */
  refuse(): Promise<void>
  /** Takes connections again, at the same port. */
  admit(): Promise<void>
  /** Ends all connections; those to come see another certificate. */
  present(identity: Identity): void
  /** Ends all connections. */
  cut(): void
}

/** Passes bytes on to a port of this machine, until the test ends. With an identity it speaks TLS. */
export async function listenInFront(t: Pick<Test, 'teardown'>, target: number, tls?: Identity): Promise<Front> {
  const open = new Set<Socket>()
  let sent = 0

  const pass = (client: Socket) => {
    open.add(client)
    const server = connect(target, '127.0.0.1')
    server.on('data', ({ length }) => {
      sent += length
    })
    server.on('error', () => client.resetAndDestroy())
    client.on('error', () => server.destroy())
    client.once('close', () => {
      open.delete(client)
      server.destroy()
    })
    client.pipe(server).pipe(client)
  }

  const secure = tls === undefined ? undefined : createTlsServer(tls, pass)
  // A client that does not like the certificate leaves in the middle of the handshake.
  secure?.on('tlsClientError', () => {})
  const listener = secure ?? createServer(pass)
  const listen = (port: number) => new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = listener.address() as AddressInfo

  const cut = () => {
    for (const client of open) client.destroy()
  }
  const refuse = async () => {
    const closed = new Promise((resolve) => listener.close(resolve))
    cut()
    await closed
  }
  t.teardown(async () => {
    if (listener.listening) await refuse()
  })

  return {
    port,
    open,
    sent: () => sent,
    refuse,
    admit: () => listen(port),
    present(identity) {
      secure?.setSecureContext(identity)
      cut()
    },
    cut
  }
}
