/** Opens the sockets of a server: those of its addresses, or those that systemd has opened. */
import { once } from 'node:events'
import { createServer, type ListenOptions, type Server } from 'node:net'
import type { FastifyInstance, FastifyListenOptions } from 'fastify'
import type { Listening } from '../config/listen-address.ts'
import type { Settings } from '../contract/provider.ts'
import { SettingsError } from '../contract/settings.ts'

/** The first file descriptor that systemd hands over: sd_listen_fds(3). */
const firstDescriptor = 3

/** Rejects with the error of a socket that cannot be had. Nothing is asked of a provider before all are had. */
export async function listen(app: FastifyInstance, listening: Listening, env: Settings): Promise<void> {
  const [first, ...others] = listening === 'systemd' ? systemdSockets(env) : await Promise.all(listening.map(optionsOf))
  const doors: Server[] = []
  app.addHook('preClose', async () => {
    for (const door of doors) door.close()
  })
  await app.ready()
  for (const options of others) doors.push(await openDoor(app, options))
  await app.listen(first as FastifyListenOptions)
}

/** One more socket of a server: what connects there is handed to it, as a server has but one socket of its own. */
async function openDoor(app: FastifyInstance, options: ListenOptions): Promise<Server> {
  const { server, initialConfig, log } = app
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket))
  door.maxConnections = server.maxConnections
  door.on('drop', (data) => server.emit('drop', data))
  door.listen(options)
  await once(door, 'listening')
  const address = door.address()
  if (address !== null && typeof address !== 'string') {
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
    const scheme = initialConfig.https === undefined ? 'http' : 'https'
    log.info(`Server listening at ${scheme}://${host}:${address.port}`)
  }
  return door
}

async function optionsOf({ host, port }: { readonly host: string; readonly port: number }): Promise<ListenOptions> {
  return { host: await hostToListenOn(host), port }
}

function systemdSockets({ LISTEN_PID, LISTEN_FDS }: Settings): ListenOptions[] {
  const count = Number(LISTEN_PID) === process.pid ? Number(LISTEN_FDS) : 0
  if (!Number.isInteger(count) || count < 1) {
    const message =
      'systemd has handed over no socket; start the service by a .socket unit of its name, or leave this out'
    throw new SettingsError([{ setting: 'SYSTEMD_SOCKET', message }])
  }
  // Fastify would look up a host, which a socket that is open already has no need of.
  return Array.from({ length: count }, (_, i) => ({ fd: firstDescriptor + i, host: '127.0.0.1' }))
}

/** Every address there is, of both families, where IPv6 is to be had; what is named otherwise stays as it is. */
export async function hostToListenOn(
  host: string,
  probe: (host: string) => Promise<void> = tryToListen
): Promise<string> {
  if (host !== '::') return host
  return await probe(host).then(
    () => host,
    () => '0.0.0.0'
  )
}

async function tryToListen(host: string): Promise<void> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  server.close()
}
