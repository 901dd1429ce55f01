/** What networks do to connections: slow handshakes, names that move, servers that close what was kept. */
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { trustFile } from '../../../plugins/upstream/authorities.ts'
import { listen } from '../../support/local-server.ts'
import { failureOf, setUpUpstream } from '../../support/upstream-client.ts'

const read = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')
const identity = { key: read('key.pem'), cert: read('cert.pem') }

/** A name server that knows one name. */
const resolving = (...addresses: { address: string; family: number }[]): LookupFunction =>
  ((_host, _options, done) => done(null, addresses)) as LookupFunction

/** Takes no connection until about a second after it is asked for: the kernel drops the first SYN as the queue is full. */
async function slowToAccept(t: Test): Promise<number> {
  const worker = new Worker(
    `const { workerData, parentPort } = require('node:worker_threads')
     const server = require('node:http').createServer((_request, response) => response.end('ok'))
     server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       Atomics.wait(workerData, 0, 0, 700)
     })`,
    { eval: true, workerData: new Int32Array(new SharedArrayBuffer(4)) }
  )
  t.teardown(() => worker.terminate())
  const [port] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  t.teardown(() => {
    for (const socket of fillers) socket.destroy()
  })
  for (let i = 0; i < 4; i += 1) fillers.push(connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise((resolve) => setTimeout(resolve, 50))
  return port
}

t.test('a slow handshake with a name that has another address, which nothing leads to', async (t) => {
  const port = await slowToAccept(t)
  const lookup = resolving({ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 })
  const { request } = setUpUpstream(t, { lookup, attemptTimeout: 20_000 })
  const started = performance.now()
  t.equal((await request(`http://stats.test:${port}`, { method: 'POST' })).body.toString(), 'ok')
  t.ok(performance.now() - started > 250, 'it took longer than Node.js waits by itself')
})

t.test('a name moves to another address', async (t) => {
  const closing =
    (name: string): RequestListener =>
    (_request, response) =>
      void response.end(name)
  const first = await listen(t, closing('old'))
  const second = createServer(closing('new'))
  // Another address of the loopback, at the same port.
  await new Promise<void>((resolve) => second.listen(first.port, '127.0.0.2', resolve))
  t.teardown(() => second.close())
  let address = '127.0.0.1'
  const lookup = ((_host, _options, done) => done(null, [{ address, family: 4 }])) as LookupFunction
  const { request, clock } = setUpUpstream(t, { lookup, connectionAge: 60_000 })
  const ask = async () => (await request(`http://stats.test:${first.port}`)).body.toString()
  t.equal(await ask(), 'old')
  address = '127.0.0.2'
  t.equal(await ask(), 'old', 'a young connection is kept')
  await clock.advance(60_000)
  t.equal(await ask(), 'new')
  second.closeAllConnections()
})

t.test('a connection that gets old while it carries a call ends after the call', async (t) => {
  const { origin, requests } = await listen(t, (_request, response) => void hold(() => response.end('ok')))
  let hold = (answer: () => void) => answer()
  const { request, clock } = setUpUpstream(t, { connectionAge: 60_000 })
  await request(origin)
  hold = (answer) => void clock.advance(60_000).then(answer)
  t.equal((await request(origin)).body.toString(), 'ok', 'it is not cut off')
  hold = (answer) => answer()
  await request(origin)
  const [first, second, third] = requests.map(({ socket }) => socket)
  t.equal(first, second)
  t.not(second, third)
})

/** Closes a connection as soon as a second request arrives on it, as one does that has closed it a moment before. */
function oneEach(): RequestListener {
  const used = new WeakSet<Socket>()
  return ({ socket }, response) => {
    if (used.has(socket)) return void socket.destroy()
    used.add(socket)
    response.end('ok')
  }
}

t.test('the server closes kept connections', async (t) => {
  const { origin, requests } = await listen(t, oneEach())
  const { request, upstream, codes } = setUpUpstream(t)
  t.equal((await request(origin, { counted: true })).status, 200)
  t.equal((await request(origin, { method: 'POST' })).status, 200, 'a POST has a connection of its own')
  t.equal(requests.length, 2)
  t.equal((await request(origin, { counted: true })).status, 200, 'a GET is sent again')
  t.equal(upstream.callsToday('acme'), 2, 'and counted once')
  t.same(codes(), ['200', '200', 'network', '200'])
})

t.test('a connection that was closed meanwhile takes none of the three attempts', async (t) => {
  const used = new WeakSet<Socket>()
  let failing = 0
  const { origin } = await listen(t, ({ socket }, response) => {
    if (used.has(socket)) return void socket.destroy()
    used.add(socket)
    if (failing-- > 0) response.writeHead(503, { connection: 'close' }).end()
    else response.end('ok')
  })
  const { request, codes } = setUpUpstream(t)
  t.equal((await request(origin)).status, 200)
  failing = 2
  t.equal((await request(origin)).status, 200)
  t.same(codes(), ['200', 'network', '503', '503', '200'])
  failing = 3
  t.equal((await request(origin)).status, 503, 'and no more than three')
})

t.test('what was never sent is sent again, whatever it is', async (t) => {
  const { request, upstream, codes } = setUpUpstream(t)
  const server = createServer((_request, response) => void response.end('ok'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  upstream.events.once('attempt', () => server.listen(port, '127.0.0.1'))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  t.equal((await request(`http://127.0.0.1:${port}`, { method: 'POST', counted: true })).status, 200)
  t.same(codes().at(-1), '200')
  t.equal(upstream.callsToday('acme'), 1)
})

t.test('another authority in the file is trusted without a restart', async (t) => {
  const usual = tls.getCACertificates('default')
  t.teardown(() => tls.setDefaultCACertificates(usual))
  const { origin } = await listen(t, (_request, response) => void response.end('ok'), identity)
  const file = join(t.testdir({}), 'ca.pem')
  const [other] = usual
  writeFileSync(file, other as string)
  const said: string[] = []
  const log = { info: (text: string) => said.push(text), warn: (text: string) => said.push(text) }
  const beforeRequest = trustFile(file, log)
  const { request } = setUpUpstream(t, { beforeRequest })
  t.match(await failureOf(t, request(origin)), { reason: 'network', message: /named by CA_FILE/ })
  writeFileSync(file, `# ours\n${identity.cert}`)
  t.equal((await request(origin)).body.toString(), 'ok')
  t.same(said, ['the authorities of CA_FILE were read again'])
  writeFileSync(file, 'nothing')
  t.equal((await request(origin)).body.toString(), 'ok', 'what is no good changes nothing')
  await request(origin)
  t.equal(said.length, 2, 'and is told once')
  t.match(said[1], /^CA_FILE: has no certificate in PEM.* stay in use$/)
})
