import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { type FaultsOptions, faultHeader, genericFaults, simulateFaults } from '../../src/simulation/faults.ts'
import { manualClock } from '../support/manual-clock.ts'

const whole = { code: 0, message: 'success', data: { name: 'Zürich 监控', padding: 'x'.repeat(200) } }
const wholeText = JSON.stringify(whole)

async function simulator(t: Test, options: FaultsOptions = {}) {
  const app = Fastify()
  const faults = simulateFaults(app, options)
  app.get('/status', { config: { endpoint: 'status' } }, () => whole)
  app.post('/token', { config: { endpoint: 'token' } }, (request) => ({ got: request.body }))
  app.get('/unnamed', () => 'plain')
  app.get('/bytes', { config: { endpoint: 'bytes' } }, () => Buffer.from(wholeText))
  app.get('/nothing', { config: { endpoint: 'nothing' } }, (_request, reply) => reply.send())
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`

  /** The answer's head; the body is left to the caller. */
  async function open(options: RequestOptions = {}): Promise<IncomingMessage> {
    const request = httpRequest({ host: '127.0.0.1', port, path: '/status', agent: false, ...options })
    request.end()
    const [response] = await once(request, 'response')
    return response as IncomingMessage
  }

  return { app, faults, origin, port, open }
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

t.test('without a fault the simulator answers as it is', async (t) => {
  const { faults, origin } = await simulator(t)
  t.same(await (await fetch(`${origin}/status`)).json(), whole)
  t.equal(await (await fetch(`${origin}/unnamed`)).text(), 'plain')
  t.same(faults.calls, { status: 1, token: 0, bytes: 0, nothing: 0 }, 'only named endpoints are counted')
})

t.test('error statuses', async (t) => {
  const { faults, origin } = await simulator(t, { errorBody: (status) => ({ error_code: status }) })
  for (const fault of ['400', '401', '403', '404', '429', '500', '502', '503']) {
    faults.set('status', fault)
    const response = await fetch(`${origin}/status`)
    t.equal(response.status, Number(fault))
    t.equal(response.headers.get('retry-after'), null)
    t.same(await response.json(), { error_code: Number(fault) })
  }
})

t.test('429 says in every form how long to wait', async (t) => {
  const clock = manualClock(Date.UTC(2024, 0, 31, 23, 59, 0))
  const { faults, origin } = await simulator(t, { clock })
  const expected = {
    '429-seconds': '120',
    '429-date': 'Thu, 01 Feb 2024 00:01:00 GMT',
    '429-absurd': '31536000',
    '429-negative': '-60',
    '429-garbage': 'a while',
    '429-midnight': 'Thu, 01 Feb 2024 00:00:00 GMT'
  }
  for (const [fault, retryAfter] of Object.entries(expected)) {
    faults.set('status', fault)
    const response = await fetch(`${origin}/status`)
    t.equal(response.status, 429)
    t.equal(response.headers.get('retry-after'), retryAfter)
    t.match(await response.json(), { error: /429/ })
  }
})

t.test('successes that are none', async (t) => {
  const { faults, origin } = await simulator(t)

  faults.set('status', 'redirect')
  const redirect = await fetch(`${origin}/status`, { redirect: 'manual' })
  t.equal(redirect.status, 302)
  t.equal(redirect.headers.get('location'), 'https://elsewhere.invalid/login')

  faults.set('status', '301')
  const moved = await fetch(`${origin}/status`, { redirect: 'manual' })
  t.equal(moved.status, 301)
  t.equal(moved.headers.get('location'), 'https://elsewhere.invalid/api')

  faults.set('status', 'html')
  const html = await fetch(`${origin}/status`)
  t.equal(html.status, 200)
  t.match(html.headers.get('content-type'), 'text/html')
  t.match(await html.text(), '<form action="/login"')

  faults.set('status', 'empty')
  const empty = await fetch(`${origin}/status`)
  t.equal(empty.status, 200)
  t.equal(await empty.text(), '')

  faults.set('status', 'wrong-shape')
  t.same(await (await fetch(`${origin}/status`)).json(), { status: 'ok', items: [1, 2, 3] })
})

t.test('cut: a complete HTTP answer with half of the JSON', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'cut')
  const response = await open()
  const body = await read(response)
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-type'], 'application/json')
  t.equal(response.headers['content-length'], String(body.length))
  t.ok(wholeText.startsWith(body.toString().slice(0, -1)))
  t.throws(() => JSON.parse(body.toString()))
})

t.test('cut: bytes and an empty answer', async (t) => {
  const { faults, origin } = await simulator(t)
  faults.set('*', 'cut')
  const bytes = await (await fetch(`${origin}/bytes`)).arrayBuffer()
  t.equal(bytes.byteLength, Buffer.byteLength(wholeText) >> 1)
  t.equal(await (await fetch(`${origin}/nothing`)).text(), '')
})

t.test('invalid-utf8: JSON for a lenient reader, refused by a strict one', async (t) => {
  const { faults, origin } = await simulator(t)
  faults.set('status', 'invalid-utf8')
  const body = new Uint8Array(await (await fetch(`${origin}/status`)).arrayBuffer())
  t.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(body))
  t.match(JSON.parse(new TextDecoder().decode(body)), { message: /^\uFFFD/ })
})

t.test('invalid-utf8 of an answer without a text', async (t) => {
  const { faults, origin } = await simulator(t)
  faults.set('token', 'invalid-utf8')
  const response = await fetch(`${origin}/token`, { method: 'POST' })
  t.same(new Uint8Array(await response.arrayBuffer()), Buffer.from('7bc3287d', 'hex'))
})

t.test('stall: the head and some bytes, then silence until the client gives up', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'stall')
  const response = await open()
  t.equal(response.headers['content-length'], String(Buffer.byteLength(wholeText)))
  const [first] = (await once(response, 'data')) as [Buffer]
  t.ok(wholeText.startsWith(first.toString().slice(0, -1)))
  const more = await Promise.race([
    once(response, 'data').then(() => 'data'),
    new Promise((resolve) => setTimeout(resolve, 100, 'silence'))
  ])
  t.equal(more, 'silence')
  response.destroy()
})

t.test('stall-before: not even a head', async (t) => {
  const { faults, origin } = await simulator(t)
  faults.set('status', 'stall-before')
  await t.rejects(fetch(`${origin}/status`, { signal: AbortSignal.timeout(100) }), { name: 'TimeoutError' })
  t.equal(faults.calls.status, 1)
})

t.test('drip: the whole answer, a byte at a time', async (t) => {
  const { faults, open } = await simulator(t, { dripInterval: 1 })
  faults.set('status', 'drip')
  const response = await open()
  const [first] = (await once(response, 'data')) as [Buffer]
  t.ok(first.length < 20, 'the first bytes come long before the last ones')
  t.equal(Buffer.concat([first, await read(response)]).toString(), wholeText)
})

t.test('drip: one byte a second unless told otherwise', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'drip')
  const response = await open()
  const start = performance.now()
  const [first] = (await once(response, 'data')) as [Buffer]
  t.equal(first.toString(), '{')
  t.ok(performance.now() - start > 500)
  response.destroy()
})

t.test('reset: the connection ends before the answer', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'reset')
  await t.rejects(open(), { code: 'ECONNRESET' })
})

t.test('reset without a socket of the system', async (t) => {
  const { app, faults } = await simulator(t)
  faults.set('status', 'reset')
  await t.rejects(app.inject('/status'))
})

t.test('reset-body: the connection ends in the middle of the answer', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'reset-body')
  const response = await open()
  t.equal(response.statusCode, 200)
  let received = 0
  response.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  const [error] = await once(response, 'error')
  t.equal(error.code, 'ECONNRESET')
  t.equal(received, Buffer.byteLength(wholeText) >> 1)
})

t.test('huge: endless, but no faster than the client reads, and it stops when the client leaves', async (t) => {
  const { app, faults, open } = await simulator(t)
  const serving = once(app.server, 'request')
  faults.set('status', 'huge')
  const response = await open()
  const [, served] = (await serving) as [IncomingMessage, ServerResponse]
  let received = 0
  for await (const chunk of response) {
    received += (chunk as Buffer).length
    if (received > 20e6) break
  }
  t.ok(received > 20e6)
  t.ok(served.writableLength < 1e6, 'nothing piles up in the server')
  if (!served.destroyed) await once(served, 'close')
  t.pass('the server noticed')
})

t.test('gzip-bomb: a megabyte that unpacks to more than a gigabyte of valid JSON', async (t) => {
  const { faults, open } = await simulator(t)
  faults.set('status', 'gzip-bomb')
  const response = await open()
  t.equal(response.headers['content-encoding'], 'gzip')
  let packed = 0
  response.on('data', (chunk: Buffer) => {
    packed += chunk.length
  })
  let unpacked = 0
  let start = ''
  let last: Buffer | undefined
  for await (const chunk of response.pipe(createGunzip({ chunkSize: 2 ** 20 }))) {
    if (unpacked < 100) start += (chunk as Buffer).toString('latin1', 0, 100)
    unpacked += (chunk as Buffer).length
    last = chunk as Buffer
  }
  t.ok(unpacked > 2 ** 30)
  t.ok(packed < 5e6)
  t.match(start, /^\{"data":" */)
  t.match(last?.toString('latin1'), /"\}$/)
})

t.test('the switch', async (t) => {
  const { faults, origin } = await simulator(t)
  const statuses = async (count: number) => {
    const seen: number[] = []
    for (let i = 0; i < count; i++) seen.push((await fetch(`${origin}/status`)).status)
    return seen
  }

  faults.set('status', '500', { times: 2 })
  t.same(faults.active(), { status: { fault: '500', times: 2 } })
  t.same(await statuses(3), [500, 500, 200])
  t.same(faults.active(), {})

  faults.set('*', '503')
  t.same(await statuses(1), [503])
  t.equal((await fetch(`${origin}/token`, { method: 'POST' })).status, 503)
  faults.set('status', '404')
  t.same(await statuses(1), [404], 'the fault of one endpoint goes before the fault of all')
  faults.clear('status')
  t.same(await statuses(1), [503])
  faults.clear()
  t.same(await statuses(1), [200])

  t.throws(() => faults.set('nowhere', '500'), { name: 'RangeError', message: /no endpoint "nowhere".*status/ })
  t.throws(() => faults.set('status', 'flood'), { name: 'RangeError', message: /no fault "flood".*stall/ })
  t.same(faults.known().status, genericFaults)
})

t.test('the header makes one request fail and leaves the switch alone', async (t) => {
  const { faults, origin } = await simulator(t)
  faults.set('status', '500', { times: 1 })
  t.match(await (await fetch(`${origin}/status`, { headers: { [faultHeader]: 'html' } })).text(), '<!DOCTYPE html>')
  t.same(faults.active(), { status: { fault: '500', times: 1 } })

  const unknown = await fetch(`${origin}/status`, { headers: { [faultHeader]: 'constructor' } })
  t.equal(unknown.status, 400)
  t.match(await unknown.json(), { error: 'no fault "constructor"', known: [/./] })
})

t.test('faults over HTTP', async (t) => {
  const { origin } = await simulator(t)
  const put = (endpoint: string, body: unknown) =>
    fetch(`${origin}/_faults/${endpoint}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })

  t.match(await (await put('status', { fault: '502', times: 1 })).json(), {
    active: { status: { fault: '502', times: 1 } }
  })
  t.equal((await fetch(`${origin}/status`)).status, 502)
  t.equal((await fetch(`${origin}/status`)).status, 200)

  const form = new URLSearchParams({ fault: '503', times: '2' })
  t.equal((await fetch(`${origin}/_faults/*`, { method: 'PUT', body: form })).status, 200)
  t.match(await (await fetch(`${origin}/_faults`)).json(), {
    active: { '*': { fault: '503', times: 2 } },
    calls: { status: 2, token: 0, bytes: 0, nothing: 0 },
    known: { status: genericFaults }
  })
  t.same((await (await fetch(`${origin}/_faults`, { method: 'DELETE' })).json()).active, {})

  await put('status', { fault: '500' })
  await put('token', { fault: '500' })
  t.same((await (await fetch(`${origin}/_faults/status`, { method: 'DELETE' })).json()).active, {
    token: { fault: '500' }
  })

  for (const body of [{}, { fault: 'flood' }, { fault: '500', times: 0 }]) {
    t.equal((await put('status', body)).status, 400)
  }
  t.match(await (await put('nowhere', { fault: '500' })).json(), { error: /no endpoint "nowhere"/ })
})

t.test('faults of one provider', async (t) => {
  const set: string[] = []
  const { faults, origin } = await simulator(t, {
    own: {
      status: {
        scope: (_request, reply) => reply.code(403).send({ error_code: 1121 }),
        nothing: () => undefined
      }
    },
    onSet: (endpoint, fault) => set.push(`${endpoint} ${fault}`)
  })
  faults.set('status', 'scope')
  t.equal((await fetch(`${origin}/status`)).status, 403)
  faults.set('status', 'nothing')
  t.same(await (await fetch(`${origin}/status`)).json(), whole, 'a fault may leave the answer alone')
  t.throws(() => faults.set('token', 'scope'), RangeError)
  t.same(set, ['status scope', 'status nothing'])
})

t.test('a bug in a simulator is not taken for a wrong request', async (t) => {
  const { origin } = await simulator(t, {
    onSet() {
      throw new Error('a bug')
    }
  })
  const body = new URLSearchParams({ fault: '500' })
  t.equal((await fetch(`${origin}/_faults/status`, { method: 'PUT', body })).status, 500)
})

t.test('close does not wait for broken answers', async (t) => {
  for (const fault of ['stall', 'stall-before', 'drip', 'huge']) {
    const { app, faults, port } = await simulator(t)
    faults.set('status', fault)
    const request = httpRequest({ host: '127.0.0.1', port, path: '/status', agent: false })
    const failed = new Promise((resolve) => {
      request.once('error', resolve)
      request.once('response', (response) => response.once('error', resolve).resume())
    })
    request.end()
    while (faults.calls.status === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const start = performance.now()
    await app.close()
    t.ok(performance.now() - start < 2000, fault)
    await failed
  }
})

t.test('a request that is broken while the server closes does not hold it up', async (t) => {
  const app = Fastify()
  const faults = simulateFaults(app)
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  let go = () => {}
  app.addHook('preClose', async () => go())
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  app.get('/slow', { config: { endpoint: 'slow' } }, async () => {
    arrived()
    await gate
    return whole
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  faults.set('slow', 'stall')
  const { port } = app.server.address() as AddressInfo
  const answer = fetch(`http://127.0.0.1:${port}/slow`)
  await arrival
  const closed = app.close()
  await t.rejects(answer)
  await closed
  t.pass('closed')
})
