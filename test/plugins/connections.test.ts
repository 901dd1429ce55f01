import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import connections, { type ConnectionsOptions } from '../../plugins/connections.ts'

/** More than the buffers between two sockets hold. */
const big = 'x'.repeat(32 * 2 ** 20)

async function serve(t: Test, options: ConnectionsOptions = {}) {
  const app = Fastify({ forceCloseConnections: 'idle' })
  app.get('/big', () => big)
  app.get('/small', () => 'small')
  await app.register(connections, options)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  function open(path?: string): Socket {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    t.teardown(() => socket.destroy())
    if (path !== undefined) socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`)
    return socket
  }
  /** Milliseconds. */
  async function close(): Promise<number> {
    const begin = performance.now()
    await app.close()
    return performance.now() - begin
  }
  t.teardown(() => app.close())
  return { app, open, close }
}

t.test('a response that is being sent is sent to its end', async (t) => {
  const { open, close } = await serve(t)
  const socket = open('/big')
  await once(socket, 'readable')
  const closed = close()
  await setTimeout(50)
  let received = 0
  socket.on('data', (chunk) => {
    received += chunk.length
  })
  await closed
  await once(socket, 'close')
  t.ok(received > big.length, 'with its head')
})

t.test('a client that does not read is given up in the end', async (t) => {
  const { open, close } = await serve(t, { patience: 100 })
  await once(open('/big'), 'readable')
  const ms = await close()
  t.ok(ms > 90 && ms < 5000)
})

t.test('a client that has left is not waited for', async (t) => {
  const { open, close } = await serve(t)
  const socket = open('/big')
  await once(socket, 'readable')
  socket.destroy()
  t.ok((await close()) < 5000)
})

t.test('connections without a request, before the first one and after the last, are ended', async (t) => {
  const { open, close } = await serve(t)
  const unused = open()
  const partial = open()
  const used = open('/small')
  await once(used, 'data')
  partial.write('GET /small HTTP/1.1\r\n')
  await once(open('/small'), 'data')
  const ended = Promise.all([unused, partial, used].map((socket) => once(socket.resume(), 'close')))
  t.ok((await close()) < 5000)
  await ended
})

t.test('an app that does not listen closes at once', async (t) => {
  const app = Fastify()
  await app.register(connections)
  await app.inject('/')
  await app.close()
  t.pass('closed')
})
