import { equal } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { Failure } from '../../src/contract/failure.ts'
import {
  assertSuccess,
  parseJson,
  reasonOfStatus,
  retryAfter,
  type UpstreamResponse
} from '../../src/contract/upstream.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const minute = 60_000

function answer(body: string | Buffer, more: Partial<UpstreamResponse> = {}): UpstreamResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body as string), ...more }
}

function failureOf(act: () => unknown): Failure {
  try {
    act()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('no Failure was thrown')
}

t.test('each status has its class', async (t) => {
  const classes = {
    auth: [401, 403],
    quota: [429],
    timeout: [408],
    network: [407],
    server: [500, 502, 503, 504, 599],
    client: [300, 400, 404, 405, 410, 418, 422, 451]
  }
  for (const [reason, statuses] of Object.entries(classes)) {
    for (const status of statuses) t.equal(reasonOfStatus(status), reason, String(status))
  }
})

t.test('only a 2xx is a success', async (t) => {
  for (const status of [200, 201, 204, 299]) t.doesNotThrow(() => assertSuccess(answer('', { status }), 'stats', now))
  for (const status of [100, 199, 300, 304, 404, 500]) {
    const failure = failureOf(() => assertSuccess(answer('secret', { status }), 'stats', now))
    t.equal(failure.message, `stats was answered with HTTP ${status}`)
    t.equal(failure.retryAfter, undefined)
  }
  const busy = answer('', { status: 429, headers: { 'retry-after': '120' } })
  t.match(
    failureOf(() => assertSuccess(busy, 'stats', now)),
    { reason: 'quota', retryAfter: 2 * minute }
  )
})

t.test('Retry-After in both forms', async (t) => {
  const read = (value: string | string[] | undefined) => retryAfter({ 'retry-after': value }, now)
  t.equal(read('120'), 2 * minute)
  t.equal(read(' 1 '), 1000)
  t.equal(read('Fri, 02 Jan 2026 03:14:05 GMT'), 10 * minute)
  t.equal(read('86400'), 24 * 60 * minute)
  for (const nonsense of ['', ' ', '0', '-5', '86401', 'soon', '1.5', '1e3', 'NaN', 'Fri, 02 Jan 2026 03:04:05 GMT']) {
    t.equal(read(nonsense), undefined, nonsense)
  }
  t.equal(read('Thu, 01 Jan 2026 00:00:00 GMT'), undefined, 'in the past')
  t.equal(read('Fri, 01 Jan 2027 00:00:00 GMT'), undefined, 'in a year')
  t.equal(read(undefined), undefined)
  t.equal(read(['1', '2']), undefined)
})

t.test('any Retry-After is a time from now to a day, or nothing', async (t) => {
  const texts = fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString())
  )
  const property = fc.property(texts, (text) => {
    const ms = retryAfter({ 'retry-after': text }, now)
    equal(ms === undefined || (ms > 0 && ms <= 86_400_000), true)
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test('JSON', async (t) => {
  t.same(parseJson(answer('{"a":[1,"监控"]}'), 'stats'), { a: [1, '监控'] })
  t.equal(parseJson(answer('null'), 'stats'), null)
})

t.test('a byte order mark is no part of the JSON', async (t) => {
  t.same(parseJson(answer('\uFEFF{"a":1}'), 'stats'), { a: 1 })
})

t.test('what is no JSON is named, not quoted', async (t) => {
  const bodies: readonly (readonly [body: string | Buffer, message: string, type?: string])[] = [
    ['', 'stats was answered with an empty body'],
    ['{"a":"SENTINEL', 'stats was answered with cut-off or damaged JSON (14 bytes), not with JSON'],
    [' [1,2', 'stats was answered with cut-off or damaged JSON (5 bytes), not with JSON'],
    ['\r\n<!DOCTYPE html><p>SENTINEL', 'stats was answered with an HTML page (28 bytes), not with JSON', 'text/html'],
    ['<html>SENTINEL', 'stats was answered with an HTML page (14 bytes), not with JSON'],
    ['SENTINEL', 'stats was answered with text/plain (8 bytes), not with JSON', 'text/plain'],
    [Buffer.from([0xff, 0xfe, 0x00]), 'stats was answered with application/json (3 bytes), not with JSON']
  ]
  for (const [body, message, type = 'application/json'] of bodies) {
    const failure = failureOf(() => parseJson(answer(body, { headers: { 'content-type': type } }), 'stats'))
    t.match(failure, { reason: 'parse', message })
    t.notMatch(failure.stack, 'SENTINEL')
  }
  const untyped = failureOf(() => parseJson(answer('SENTINEL', { headers: {} }), 'stats'))
  t.equal(untyped.message, 'stats was answered with content of no type (8 bytes), not with JSON')
})

t.test('a content type is named without its parameters, and not at any length', async (t) => {
  const hostile = `text/x; token=SENTINEL${'x'.repeat(300)}`
  const failure = failureOf(() => parseJson(answer('hello', { headers: { 'content-type': hostile } }), 'stats'))
  t.ok(failure.message.length < 200)
  t.notMatch(failure.message, 'SENTINEL')
})
