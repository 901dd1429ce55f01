import { inspect } from 'node:util'
import t from 'tap'
import { createApi, faultOf, readCurrentStatus } from '../../../providers/site24x7/api.ts'
import { createCollect } from '../../../providers/site24x7/current-status/thread-collector.ts'
import { createToken } from '../../../providers/site24x7/token/token.ts'
import { Failure } from '../../../src/contract/failure.ts'
import { memoryStore } from '../../../src/contract/store.ts'
import type { UpstreamResponse } from '../../../src/contract/upstream.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { answer, failureOf, fakeAsk, sentinels, siteConfig } from './fakes.ts'

const { signal } = new AbortController()
const expired = { error_code: 1120, message: 'OAuth Access Token is invalid or has expired.' }
const empty = { code: 0, message: 'success', data: {} }

/** The API client on a real token holder. `reply` answers the n-th status call. */
function client(reply: (call: number) => UpstreamResponse) {
  const clock = manualClock()
  let statusCalls = 0
  const { ask, requests } = fakeAsk((request) => {
    if (request.endpoint === 'token') {
      return answer({ access_token: `token-${requests.length}`, expires_in: 3600 })
    }
    statusCalls += 1
    return reply(statusCalls)
  })
  const config = siteConfig()
  const api = createApi({ ask, config, clock, token: createToken({ ask, config, clock, store: memoryStore }) })
  const endpoints = () => requests.map(({ endpoint }) => endpoint)
  const currentStatus = async () =>
    readCurrentStatus({ status: 200, headers: {}, body: await api.currentStatus(signal) }, 0)
  return { clock, requests, endpoints, currentStatus }
}

t.test('the request', async (t) => {
  const { currentStatus, requests } = client(() => answer(empty))
  await currentStatus()
  const request = requests[1]
  t.equal(request?.url.href, 'https://www.site24x7.com/api/current_status')
  t.match(request, {
    provider: 'site24x7',
    endpoint: 'current_status',
    method: 'GET',
    headers: { accept: 'application/json; version=2.0', authorization: 'Zoho-oauthtoken token-1' },
    counted: true,
    signal
  })
})

t.test('an empty account is a success', async (t) => {
  for (const data of [{}, { monitors: [] }, { monitor_groups: [] }, { monitors: [], monitor_groups: [] }]) {
    t.strictSame(await client(() => answer({ ...empty, data })).currentStatus(), data)
  }
})

t.test('junk in the lists is left to the collector', async (t) => {
  const data = { monitors: [null, 7, {}], monitor_groups: ['x'], another: { field: true } }
  t.strictSame(await client(() => answer({ data })).currentStatus(), data)
})

t.test('a refused token is renewed once', async (t) => {
  for (const [name, refusal] of [
    ['401 with the message', answer(expired, 401)],
    ['401 with another text', answer({ error_code: 1, message: 'Invalid value passed for authtoken' }, 401)],
    ['401 with HTML', answer('<html>no</html>', 401)],
    ['401 without a body', answer('', 401)],
    ['403 without a code', answer({}, 403)],
    ['200 with the message', answer({ error_code: 77, message: expired.message })],
    ['200 with the code', answer({ error_code: 1120, message: 'other words' })],
    ['200 with the code as text', answer({ error_code: '1120', message: 'other words' })],
    ['400 with the message under the other name', answer({ code: 77, message: expired.message }, 400)]
  ] as const) {
    const { currentStatus, endpoints, requests } = client((call) => (call === 1 ? refusal : answer(empty)))
    t.strictSame(await currentStatus(), {}, name)
    t.strictSame(endpoints(), ['token', 'current_status', 'token', 'current_status'], name)
    t.equal(requests[3]?.headers?.authorization, 'Zoho-oauthtoken token-3', `${name}: with the new token`)
  }
})

t.test('a token refused for ever costs two status calls and is an auth failure', async (t) => {
  const { clock, currentStatus, endpoints } = client(() => answer(expired, 401))
  t.match(await failureOf(currentStatus), { reason: 'auth', message: /401/ })
  t.strictSame(endpoints(), ['token', 'current_status', 'token', 'current_status'])
  for (let hour = 0; hour < 30; hour++) {
    await clock.advance(120_000)
    t.equal((await failureOf(currentStatus)).reason, 'auth', 'the pause of two minutes keeps within the ten tokens')
  }
})

t.test('a missing scope is told as such, and no new token would help', async (t) => {
  for (const status of [200, 401, 403]) {
    const { currentStatus, endpoints } = client(() => answer({ error_code: 1121, message: 'OAuth Scope' }, status))
    t.match(await failureOf(currentStatus), { reason: 'auth', message: /Site24x7\.Reports\.Read/ })
    t.strictSame(endpoints(), ['token', 'current_status'])
  }
})

t.test('an error in an answer with HTTP 200', async (t) => {
  for (const body of [
    { error_code: 9, message: 'a text of the API' },
    { error_code: 9, message: 'a text of the API', data: {} },
    { code: 9, message: 'a text of the API' },
    { error_code: '9', message: { not: 'a text' } }
  ]) {
    const { currentStatus, endpoints } = client(() => answer(body))
    const failure = await failureOf(currentStatus)
    t.match(failure, { reason: 'client', message: /error_code 9/ })
    if (typeof body.message === 'string') t.match(failure.message, 'a text of the API')
    t.equal(endpoints().length, 2, 'not tried again at once')
  }
})

t.test('what is not permitted renews no token, and says which scope it takes', async (t) => {
  for (const code of [1010, 1100, 1121]) {
    for (const status of [200, 400, 401, 403]) {
      const message = '<a class="x">Access denied</a> to the OAuth Access Token'
      const { currentStatus, endpoints } = client(() => answer({ error_code: code, message }, status))
      const failure = await failureOf(currentStatus)
      t.match(failure, { reason: 'auth', message: /not permitted.*Site24x7\.Reports\.Read/ })
      t.notMatch(failure.message, '<a')
      t.strictSame(endpoints(), ['token', 'current_status'], `${code} with ${status}`)
    }
  }
})

t.test('a report that is not permitted rests for hours, and what is missing is no matter of the token', async (t) => {
  const clock = manualClock()
  let reply = answer({ error_code: 1121, message: 'OAuth Scope' }, 401)
  const { ask, requests } = fakeAsk(({ endpoint }) => (endpoint === 'token' ? answer({ access_token: 'x' }) : reply))
  const config = siteConfig()
  const api = createApi({ ask, config, clock, token: createToken({ ask, config, clock, store: memoryStore }) })
  const asked = { name: 'maintenance', path: 'maintenance', scope: 'Site24x7.Operations.Read' }
  t.match(await failureOf(() => api.list(asked, signal)), {
    reason: 'auth',
    message: /maintenance is not permitted.*lacks the scope Site24x7\.Operations\.Read/,
    retryAfter: 6 * 3_600_000
  })
  reply = answer({ error_code: 1001, message: 'Resource not found.' }, 404)
  t.match(await failureOf(() => api.list(asked, signal)), { reason: 'client', message: /does not exist.*1001/ })
  t.equal(requests.filter(({ endpoint }) => endpoint === 'token').length, 1)
})

t.test('sources that are refused the same token renew it once', async (t) => {
  const { clock, currentStatus, endpoints } = client((call) => (call < 8 ? answer(expired, 401) : answer(empty)))
  await Promise.allSettled([currentStatus(), currentStatus(), currentStatus()])
  await failureOf(currentStatus)
  const tokens = () => endpoints().filter((name) => name === 'token').length
  t.ok(tokens() <= 3, `${tokens()} tokens`)
  await clock.advance(120_000)
  t.strictSame(await currentStatus(), {})
})

t.test('classes of other statuses', async (t) => {
  for (const [status, reason] of [
    [400, 'client'],
    [404, 'client'],
    [408, 'timeout'],
    [429, 'quota'],
    [500, 'server'],
    [503, 'server']
  ] as const) {
    for (const body of ['<html>', '', JSON.stringify({ error_code: 5, message: 'x' })]) {
      const { currentStatus, endpoints } = client(() => answer(body, status, { 'retry-after': '90' }))
      t.match(await failureOf(currentStatus), { reason, retryAfter: 90_000 }, `${status} ${body}`)
      t.equal(endpoints().length, 2)
    }
  }
  const until = new Date(manualClock().now() + 30_000).toUTCString()
  const dated = client(() => answer('', 429, { 'retry-after': until }))
  t.equal((await failureOf(dated.currentStatus)).retryAfter, 30_000, 'Retry-After as a date')
})

t.test('what is not JSON is a parse failure', async (t) => {
  for (const body of ['', '<!DOCTYPE html><html>', '{"code":0,"data":{"monitors":[{"monitor_id"', 'OK']) {
    t.equal((await failureOf(client(() => answer(body)).currentStatus)).reason, 'parse', body)
  }
})

t.test('JSON of another shape is a schema failure that quotes none of it', async (t) => {
  const datas = [null, ['secret-of-mine'], 'secret-of-mine', 7, true]
  const lists = [null, {}, { 0: 'secret-of-mine' }, 'secret-of-mine', 7, false]
  for (const body of [
    ...[null, [], 'secret-of-mine', 7, true, {}, { message: 'secret-of-mine' }],
    ...datas.map((data) => ({ code: 0, data })),
    ...lists.map((monitors) => ({ code: 0, data: { monitors } })),
    ...lists.map((groups) => ({ code: 0, data: { monitors: [], monitor_groups: groups } })),
    { error_code: { toString: 1, valueOf: 1 } },
    { code: { toString: 1, valueOf: 1 } }
  ]) {
    const text = JSON.stringify(body)
    const failure = await failureOf(client(() => answer(text)).currentStatus)
    t.equal(failure.reason, 'schema', text)
    t.notMatch(failure.message, 'secret-of-mine', text)
  }
  const failure = await failureOf(client(() => answer({ data: { monitors: {} } })).currentStatus)
  t.match(failure.message, '/data/monitors', 'but says where')
})

t.test('an account without monitors is no failure, in whatever form it is empty', async (t) => {
  for (const data of [[], {}, { monitors: [] }]) {
    const text = JSON.stringify({ code: 0, message: 'success', data })
    await t.resolves(client(() => answer(text)).currentStatus(), text)
  }
})

t.test('no failure shows the token or a secret', async (t) => {
  // A token that is not there yet cannot be sent back.
  const echo = `token-1 ${sentinels.join(' ')}`
  const bodies = [echo, { error_code: 5, message: echo }, { error_code: 1121, message: echo }, { data: echo }]
  for (const body of bodies) {
    for (const status of [200, 400, 401, 403, 500]) {
      const failure = await failureOf(client(() => answer(body, status)).currentStatus)
      t.notMatch(`${inspect(failure, { showHidden: true })}${JSON.stringify(failure)}`, /sentinel|token-\d/)
    }
  }
})

t.test('a token that cannot be had is the failure, and the API is not asked', async (t) => {
  const clock = manualClock()
  const { ask, requests } = fakeAsk(() => answer({ error: 'invalid_client' }))
  const config = siteConfig()
  const api = createApi({ ask, config, clock, token: createToken({ ask, config, clock, store: memoryStore }) })
  t.match(await failureOf(() => api.currentStatus(signal)), { reason: 'auth', message: /ZOHO_CLIENT_ID/ })
  t.strictSame(
    requests.map(({ endpoint }) => endpoint),
    ['token']
  )
})

t.test('a body in which no inventory could be read is told what it is', async (t) => {
  const of = (text: string) => faultOf(Buffer.from(text))
  t.match(of('<html>'), { reason: 'parse', message: /an HTML page/ })
  t.match(of('{"error_code":1121}'), { reason: 'auth' })
  t.match(of('{"data":[]}'), { reason: 'schema', message: /\/data must be an object/ })
  t.match(of('{"code":0}'), { reason: 'schema' })
  const torn = '{"data":{},"data":{}}'
  t.match(of(torn), { reason: 'schema', message: /contradicts itself/ })
  t.throws(() => createCollect()(Buffer.from(torn), { now: 0, memory: undefined }), Failure)
})
