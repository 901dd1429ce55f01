/** Clients that mean harm, or are broken: the others are served all the same. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { fakeAccount } from './app/fake-account.ts'
import { type RunningApp, refreshed, runApp } from './app/running-app.ts'
import { bytesInUse } from './support/garbage.ts'
import { type ManualClock, manualClock } from './support/manual-clock.ts'

/** Milliseconds in which an honest scrape is answered, on a machine too that does much else. */
const soon = 30_000

interface Served extends RunningApp {
  readonly clock: ManualClock
  open(text?: string): Socket
  /** Fails unless an honest client is served, and soon. */
  assertServed(what: string): Promise<void>
  connections(): Promise<number>
}

/** The program, listening, with so many monitors. */
async function serve(t: Test, settings: Record<string, string> = {}, monitors = 3): Promise<Served> {
  const account = await fakeAccount(t)
  account.data = {
    monitors: Array.from({ length: monitors }, (_, i) => ({
      monitor_id: String(i),
      name: `${i} ${'x'.repeat(500)}`,
      monitor_type: 'URL',
      status: 1,
      locations: [{ location_name: 'Amsterdam - NL', status: 1 }]
    }))
  }
  const running = await runApp(t, { settings: { ...account.settings, ...settings }, clock: manualClock() })
  await refreshed(running)
  const { port } = running.app.server.address() as AddressInfo
  const sockets = new Set<Socket>()
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
  })

  return {
    ...running,
    open(request) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      if (request !== undefined) socket.write(request)
      return socket
    },
    async assertServed(what) {
      const start = performance.now()
      // Not fetch, which breaks off where the end of a big answer comes before it has read the rest.
      const request = get(`${running.origin}/metrics`, { agent: false, signal: AbortSignal.timeout(soon) })
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      const body = await text(response)
      t.equal(response.statusCode, 200, `${what}: a scrape is answered`)
      t.match(body, /^edge_exporter_source_up\{.*\} 1$/m)
      t.ok(performance.now() - start < soon, `${what}: soon`)
    },
    connections: () =>
      new Promise((resolve, reject) =>
        running.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))
      )
  }
}

async function textFrom(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket.setEncoding('latin1')) text += chunk
  return text
}

/** How many answers of each status came. */
async function statusesFrom(socket: Socket): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  let rest = ''
  for await (const chunk of socket.setEncoding('latin1')) {
    const text = rest + chunk
    const heads = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    for (const [, status = ''] of heads) counts[status] = (counts[status] ?? 0) + 1
    // A head may be cut in two by the end of a chunk.
    rest = text.slice(Math.max(-12, -text.length)).replace(/HTTP\/1\.1 \d{3} .*/s, '')
  }
  return counts
}

const halves = [undefined, 'GET', 'GET /metrics HTTP/1.1\r\n', 'GET /metrics HTTP/1.1\r\nhost: x\r\nx-slow: ']

t.test('two thousand clients that never finish their request', async (t) => {
  const { app, open, assertServed, connections } = await serve(t, { HEADERS_TIMEOUT: '4m', REQUEST_TIMEOUT: '4m' })
  const ends: Promise<unknown>[] = []
  // Not all in one go, as the system forgets about connections that it has no room to queue.
  for (let batch = 0; batch < 20; batch++) {
    const slow = Array.from({ length: 100 }, (_, i) => open(halves[i % halves.length]).resume())
    ends.push(...slow.map((socket) => once(socket, 'close')))
    await Promise.all(slow.map((socket) => once(socket, 'connect')))
  }
  for (let i = 0; i < 500 && (await connections()) < 2000; i++) await setTimeout(10)
  t.equal(await connections(), 2000)
  for (let i = 0; i < 5; i++) await assertServed('between them')
  // However long it took to open them.
  Object.assign(app.server, { headersTimeout: 1, requestTimeout: 1 })
  await Promise.all(ends)
  t.pass('each is sent away when its time is over')
  for (let i = 0; i < 500 && (await connections()) > 0; i++) await setTimeout(10)
  t.equal(await connections(), 0)
  await assertServed('after them')
})

t.test('a client that never finishes its request has the time that is set', async (t) => {
  const { open } = await serve(t, { HEADERS_TIMEOUT: '1s', REQUEST_TIMEOUT: '1s' })
  const start = performance.now()
  const answers = await Promise.all(halves.map((half) => textFrom(open(half))))
  t.ok(performance.now() - start > 900, `${Math.round(performance.now() - start)} ms`)
  for (const answer of answers) t.match(answer, /^$|^HTTP\/1\.1 408 /)
})

t.test('a client that sends its body for ever', async (t) => {
  const { open, assertServed } = await serve(t, { HEADERS_TIMEOUT: '1s', REQUEST_TIMEOUT: '1s' })
  const socket = open('POST /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nx')
  await assertServed('beside it')
  t.match(await textFrom(socket), /^HTTP\/1\.1 4\d\d /)
})

t.test('more connections than there may be', async (t) => {
  const { open, assertServed, connections, scrape, clock } = await serve(t, { MAX_CONNECTIONS: '20' })
  const held = Array.from({ length: 20 }, () => open())
  for (let i = 0; i < 500 && (await connections()) < 20; i++) await setTimeout(10)
  const more = Array.from({ length: 5 }, () => open('GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'))
  const answers = await Promise.all(more.map((socket) => textFrom(socket).catch(() => '')))
  t.strictSame([...new Set(answers)], [''], 'they are closed at once')
  for (const socket of held) socket.destroy()
  for (let i = 0; i < 500 && (await connections()) > 0; i++) await setTimeout(10)
  await assertServed('once there is room again')
  await clock.advance(1000)
  t.equal((await scrape()).value('edge_exporter_unserved_total', { limit: 'MAX_CONNECTIONS' }), 5)
})

/** Beyond the limit, but not so much that the client is cut off while it still writes. */
const long = 'x'.repeat(17_000)
const huge = 'x'.repeat(1_000_000)

const badRequests: Record<string, [request: string, answer: RegExp]> = {
  'a head that is too big': [`GET /metrics HTTP/1.1\r\nhost: x\r\nx-long: ${long}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  'a head of a megabyte': [`GET /metrics HTTP/1.1\r\nhost: x\r\nx-huge: ${huge}\r\n\r\n`, /^HTTP\/1\.1 431 |^reset$/],
  'three thousand headers': [`GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(3000)}\r\n`, /^HTTP\/1\.1 431 /],
  'a path that is too long': [`GET /${long} HTTP/1.1\r\nhost: x\r\n\r\n`, /^HTTP\/1\.1 4(14|31) /],
  'no HTTP at all': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', /^HTTP\/1\.1 400 /],
  'another protocol': ['SSH-2.0-OpenSSH_9.2\r\n\r\n', /^HTTP\/1\.1 400 /],
  'a version that does not exist': ['GET / HTTP/9.9\r\nhost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
  'no host': ['GET /metrics HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
  'two lengths': ['POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx', /^HTTP\/1\.1 400 /],
  'a length and chunks': [
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1\.1 400 /
  ],
  'a chunk without a size': [
    'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    /^HTTP\/1\.1 4\d\d /
  ],
  'a body that is too big': [
    `POST /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 17000\r\n\r\n${long}`,
    /^HTTP\/1\.1 4\d\d /
  ],
  'a header with a line feed': ['GET / HTTP/1.1\r\nhost: x\r\nx: a\nb\r\n\r\n', /^HTTP\/1\.1 400 /],
  'a path that does not decode': ['GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 4\d\d /],
  'a path with a null byte': ['GET /%00 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 404 /],
  'a tunnel': ['CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n', /^$|^HTTP\/1\.1 4/],
  'an upgrade': [
    'GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n',
    /^HTTP\/1\.1 (200|4\d\d) /
  ]
}

t.test('requests that are none', async (t) => {
  const { open, assertServed, logs } = await serve(t)
  for (const [what, [request, answer]] of Object.entries(badRequests)) {
    const text = await Promise.race([
      textFrom(open(request)).catch(() => 'reset'),
      setTimeout(soon, 'nothing came', { ref: false })
    ])
    t.match(text.slice(0, 200), answer, what)
  }
  await assertServed('after all of them')
  t.strictSame(logs.messages('error'), [], 'none of them is an error of ours')
})

t.test('ten thousand requests at once over one connection', async (t) => {
  const { open, assertServed } = await serve(t)
  const before = await bytesInUse()
  for (const [path, statuses] of Object.entries({ '/healthz': ['200'], '/metrics': ['200', '503'] })) {
    const request = `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`
    const last = `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`
    const socket = open(request.repeat(9999) + last)
    const answered = statusesFrom(socket)
    if (path === '/healthz') await assertServed('beside them')
    const found = await answered
    t.equal(
      Object.values(found).reduce((sum, count) => sum + count, 0),
      10_000,
      `${path}: each is answered`
    )
    t.strictSame(
      Object.keys(found).filter((status) => !statuses.includes(status)),
      [],
      `${path}: ${JSON.stringify(found)}`
    )
    await assertServed('after them')
  }
  const grown = ((await bytesInUse()) - before) / 2 ** 20
  t.ok(grown < 32, `${grown.toFixed(1)} MiB more than before`)
})

const scrape = 'GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'
/** Monitors whose answer no buffer of the system holds. */
const many = 12_000

/** Reads one byte, and the next one when the timer says so. */
async function readSlowly(socket: Socket): Promise<void> {
  socket.on('readable', () => {})
  await once(socket, 'readable')
  socket.read(1)
  const timer = setInterval(() => socket.read(1), 1000)
  socket.once('close', () => clearInterval(timer))
}

t.test('scrapers that read one byte a second', async (t) => {
  const { open, assertServed, origin, clock, connections } = await serve(t, { MAX_SCRAPES: '4' }, many)
  const slow = [open(scrape), open(scrape), open(scrape)]
  await Promise.all(slow.map(readSlowly))
  await assertServed('beside three of them')

  slow.push(open(scrape))
  await readSlowly(slow[3] as Socket)
  const refused = await fetch(`${origin}/metrics`)
  t.equal(refused.status, 503, 'a scrape lasts until its answer is sent')
  t.match(await refused.text(), /raise MAX_SCRAPES/)
  t.equal(refused.headers.get('retry-after'), '1')
  for (const path of ['/healthz', '/readyz', '/']) t.equal((await fetch(origin + path)).status, 200, path)

  const ended = Promise.all(slow.map((socket) => once(socket, 'close')))
  await clock.advance(61_000)
  // What is in the buffers of the system is still theirs to read.
  for (const socket of slow) socket.removeAllListeners('readable').resume()
  await ended
  t.ok((await connections()) < 4, 'they are sent away when their time is over')
  await assertServed('after them')
})

t.test('forty scrapes that wait, and one more', async (t) => {
  const account = await fakeAccount(t)
  const { answer } = account
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>()
  account.answer = async (request, response) => {
    await isLetGo
    answer(request, response)
  }
  const { app, origin } = await runApp(t, { settings: account.settings, clock: manualClock() })
  let arrived = 0
  app.server.on('request', () => {
    arrived += 1
  })
  const waiting = Array.from({ length: 40 }, () => fetch(`${origin}/metrics`))
  while (arrived < 40) await setTimeout(1)
  const refused = await fetch(`${origin}/metrics`)
  t.equal(refused.status, 503)
  t.equal(await refused.text(), '40 scrapes are being answered already; try again later, or raise MAX_SCRAPES\n')
  t.equal((await fetch(`${origin}/healthz`)).status, 200, 'all else is answered')
  letGo()
  const answers = await Promise.all(waiting)
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200], 'each of the forty is answered')
  for (const response of answers) t.match(await response.text(), /^edge_exporter_source_up\{.*\} 1$/m)
  t.equal((await fetch(`${origin}/metrics`)).status, 200, 'and there is room again')
})
