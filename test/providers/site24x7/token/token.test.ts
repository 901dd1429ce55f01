import { inspect } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { createToken, readToken } from '../../../../providers/site24x7/token/token.ts'
import { Failure } from '../../../../src/contract/failure.ts'
import { Secret } from '../../../../src/contract/secret.ts'
import { memoryStore } from '../../../../src/contract/store.ts'
import type { UpstreamResponse } from '../../../../src/contract/upstream.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { answer, failureOf, fakeAsk, sentinels, siteConfig } from '../fakes.ts'

const { signal } = new AbortController()
const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** A token holder whose n-th token is `token-n`. */
function tokenHolder(
  reply: (call: number) => UpstreamResponse = (call) => answer({ access_token: `token-${call}`, expires_in: 3600 })
) {
  const clock = manualClock()
  const { ask, requests } = fakeAsk((_, call) => reply(call))
  const renewals: boolean[] = []
  const onRenewal = (isRenewed: boolean) => void renewals.push(isRenewed)
  const token = createToken({ ask, config: siteConfig(), clock, store: memoryStore, onRenewal })
  return { clock, requests, renewals, token }
}

t.test('the request', async (t) => {
  const { token, requests } = tokenHolder()
  t.equal(await token.get(signal), 'token-1')
  const [request] = requests
  t.equal(request?.url.href, 'https://accounts.zoho.com/oauth/v2/token', 'no secret in the URL')
  t.equal(request?.method, 'POST')
  t.strictSame(request?.form, {
    client_id: sentinels[0],
    client_secret: sentinels[1],
    refresh_token: sentinels[2],
    grant_type: 'refresh_token'
  })
  t.match(request, { provider: 'site24x7', endpoint: 'token', signal })
  t.equal(request?.counted, undefined, 'it is no call of the API, so it is not of its quota')
})

t.test('fifty callers share one request', async (t) => {
  const { token, requests } = tokenHolder()
  const values = await Promise.all(Array.from({ length: 50 }, () => token.get(signal)))
  t.strictSame([...new Set(values)], ['token-1'])
  t.equal(requests.length, 1)
})

t.test('fifty callers share one failure, and the next one asks again', async (t) => {
  const { token, requests } = tokenHolder((call) => (call === 1 ? answer('', 503) : answer({ access_token: 'good' })))
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => token.get(signal)))
  t.ok(results.every(({ status }) => status === 'rejected'))
  t.equal(requests.length, 1)
  t.equal(await token.get(signal), 'good')
})

t.test('a token is kept, and renewed 13 minutes before its end', async (t) => {
  const { clock, token } = tokenHolder()
  await token.get(signal)
  await clock.advance(47 * minute - second)
  t.equal(await token.get(signal), 'token-1')
  await clock.advance(second)
  t.equal(await token.get(signal), 'token-2')
})

t.test('a lock of ten minutes costs nothing, as the old token is good meanwhile', async (t) => {
  const throttled = answer({ error: 'Access Denied', status: 'failure' }, 400)
  let isLocked = false
  const { clock, token, requests, renewals } = tokenHolder((call) =>
    isLocked ? throttled : answer({ access_token: `token-${call}`, expires_in: 3600 })
  )
  await token.get(signal)
  isLocked = true
  await clock.advance(47 * minute)
  for (let i = 0; i < 10; i++) {
    t.equal(await token.get(signal), 'token-1')
    await clock.advance(minute)
  }
  t.equal(requests.length, 2, 'the pause that Zoho has asked for is kept')
  t.strictSame(renewals, [true, false], 'and somebody is told')
  isLocked = false
  t.equal(await token.get(signal), 'token-3')
  t.strictSame(renewals, [true, false, true])
})

t.test('an old token is given to nobody in the last 90 s, however Zoho answers', async (t) => {
  const { clock, token } = tokenHolder((call) =>
    call === 1 ? answer({ access_token: 'token-1', expires_in: 3600 }) : answer('', 503)
  )
  await token.get(signal)
  await clock.advance(hour - 91 * second)
  t.equal(await token.get(signal), 'token-1')
  await clock.advance(second)
  t.equal((await failureOf(() => token.get(signal))).reason, 'server')
})

t.test('a token that another has replaced is not dropped again', async (t) => {
  const { token, requests } = tokenHolder()
  const old = await token.get(signal)
  token.drop(old)
  t.equal(await token.get(signal), 'token-2')
  token.drop(old)
  t.equal(await token.get(signal), 'token-2')
  t.equal(requests.length, 2)
})

t.test('a wall clock set by hand does not change its life', async (t) => {
  const { clock, token } = tokenHolder()
  await token.get(signal)
  clock.set(clock.now() + 24 * hour)
  t.equal(await token.get(signal), 'token-1')
})

t.test('a token that lives shorter than the margin is renewed early, and used for half its life', async (t) => {
  const { clock, token } = tokenHolder((call) => {
    return call === 1 ? answer({ access_token: 'token-1', expires_in: 60 }) : answer('', 503)
  })
  await token.get(signal)
  await clock.advance(29 * second)
  t.equal(await token.get(signal), 'token-1')
  await clock.advance(second)
  t.equal((await failureOf(() => token.get(signal))).reason, 'server')
})

t.test('the life of a token', async (t) => {
  const life = (expiresIn: unknown) => readToken(answer({ access_token: 'x', expires_in: expiresIn }), 0).life
  t.equal(life(3600), hour)
  t.equal(life(3_600_000), hour, 'some servers mean milliseconds')
  t.equal(life(undefined), hour)
  t.equal(life('3600'), hour)
  t.equal(life('3600000'), hour)
  t.equal(life(1800), hour / 2)
  t.equal(life('1800'), hour / 2)
  for (const odd of [null, 0, -5, '', 'soon', true, [7], { toString: 1, valueOf: 1 }]) {
    t.equal(life(odd), hour, `${JSON.stringify(odd)} says nothing`)
  }
})

t.test('a dropped token is not given again', async (t) => {
  const { token } = tokenHolder()
  await token.get(signal)
  token.drop()
  t.equal(await token.get(signal), 'token-2')
})

t.test('success is a token, whatever the status; a token is a text that is not empty', async (t) => {
  t.equal(readToken(answer({ access_token: 'x' }, 400), 0).value, 'x')
  for (const body of [{ access_token: '' }, { access_token: null }, { access_token: 7 }, {}, [], null, 'x', 7, true]) {
    const failure = await failureOf(() => readToken(answer(JSON.stringify(body)), 0))
    t.equal(failure.reason, 'schema', JSON.stringify(body))
  }
})

t.test('refused credentials are an auth failure that names the setting, with HTTP 200 as with 400', async (t) => {
  for (const [error, setting] of [
    ['invalid_code', /ZOHO_REFRESH_TOKEN/],
    ['invalid_client', /ZOHO_CLIENT_ID/],
    ['invalid_client_secret', /ZOHO_CLIENT_SECRET/],
    ['access_denied', /administrator/],
    ['unauthorized_client', /Self Client/],
    ['something_new', /something_new.*ZOHO_/],
    ['constructor', /ZOHO_/]
  ] as const) {
    for (const status of [200, 400, 401]) {
      const failure = await failureOf(() => readToken(answer({ error }, status), 0))
      t.equal(failure.reason, 'auth', `${error} with ${status}`)
      t.match(failure.message, setting)
    }
  }
})

t.test('a throttle is a quota failure in any language and with any status', async (t) => {
  const english = {
    error_description: 'You have made too many requests continuously. Please try again after some time.',
    error: 'Access Denied',
    status: 'failure'
  }
  const chinese = { error_description: '您已连续提出过多请求，请稍后再试。', error: '拒绝访问', status: 'failure' }
  for (const body of [english, chinese]) {
    for (const status of [200, 400]) {
      t.match(await failureOf(() => readToken(answer(body, status), 0)), { reason: 'quota', retryAfter: 10 * minute })
    }
  }
  const timed = answer(english, 400, { 'retry-after': '1800' })
  t.equal((await failureOf(() => readToken(timed, 0))).retryAfter, 30 * minute, 'a header knows better')
})

t.test('other answers', async (t) => {
  const html = '<!DOCTYPE html><html><body>Sign in</body></html>'
  for (const [given, reason] of [
    [answer({ error: 'server_error' }), 'server'],
    [answer({ error: 'general_error' }, 400), 'server'],
    [answer(html), 'parse'],
    [answer(html, 400), 'parse'],
    [answer(''), 'parse'],
    [answer('{"access_token":"cut'), 'parse'],
    [answer(html, 500), 'server'],
    [answer({ access_token: 'x' }, 503), 'server'],
    [answer({}, 400), 'client'],
    [answer(html, 404), 'client'],
    [answer({}, 429), 'quota']
  ] as const) {
    const failure = await failureOf(() => readToken(given, 0))
    t.equal(failure.reason, reason, `${given.status} ${given.body}`)
  }
  const busy = await failureOf(() => readToken(answer('', 503, { 'retry-after': '7' }), 0))
  t.equal(busy.retryAfter, 7 * second)
})

t.test('secrets are read anew for each request, so that a file may change', async (t) => {
  let value = 'before'
  const { ask, requests } = fakeAsk(() => answer({ access_token: 'x' }))
  const config = { ...siteConfig(), refreshToken: new Secret(() => `${value}\n`) }
  const token = createToken({ ask, config, clock: manualClock(), store: memoryStore })
  await token.get(signal)
  value = 'after'
  token.drop()
  await token.get(signal)
  t.strictSame(
    requests.map(({ form }) => form?.refresh_token),
    ['before', 'after']
  )
})

t.test('a secret file that has gone is named, and asks nothing', async (t) => {
  const { ask, requests } = fakeAsk(() => answer({ access_token: 'x' }))
  const gone = new Secret(() => {
    throw new Error(`ENOENT: ${sentinels[1]}`)
  })
  const token = createToken({
    ask,
    config: { ...siteConfig(), clientSecret: gone },
    clock: manualClock(),
    store: memoryStore
  })
  const failure = await failureOf(() => token.get(signal))
  t.match(failure, { reason: 'auth', message: /ZOHO_CLIENT_SECRET_FILE/ })
  t.notMatch(inspect(failure), sentinels[1])
  t.equal(requests.length, 0)
})

t.test('no failure shows a secret, even when the server sends it back', async (t) => {
  const echo = sentinels.join(' ')
  const bodies = [
    echo,
    `<html>${echo}`,
    { error: echo },
    { error: 'invalid_code', error_description: echo },
    { x: echo }
  ]
  for (const body of bodies) {
    for (const status of [200, 400, 403, 429, 500]) {
      const { token } = tokenHolder(() => answer(body, status))
      const failure = await failureOf(() => token.get(signal))
      t.notMatch(`${inspect(failure, { showHidden: true })}${JSON.stringify(failure)}`, /sentinel/)
    }
  }
})

t.test('the eleventh request within ten minutes waits for the first to be ten minutes old', async (t) => {
  const { clock, token, requests } = tokenHolder(() => answer({ error: 'invalid_code' }))
  await failureOf(() => token.get(signal))
  await clock.advance(4 * minute)
  for (let i = 0; i < 9; i++) await failureOf(() => token.get(signal))
  const failure = await failureOf(() => token.get(signal))
  t.match(failure, { reason: 'quota', retryAfter: 6 * minute })
  t.equal(requests.length, 10)
  await clock.advance(6 * minute - 1)
  t.match(await failureOf(() => token.get(signal)), { reason: 'quota', retryAfter: 1 })
  await clock.advance(1)
  t.match(await failureOf(() => token.get(signal)), { reason: 'auth' }, 'one more is free')
  t.match(await failureOf(() => token.get(signal)), { reason: 'quota' }, 'and only one')
})

t.test('never more than ten requests in ten minutes, whatever happens', async () => {
  const step = fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * minute })),
    callers: fc.integer({ min: 1, max: 4 }),
    drop: fc.boolean(),
    status: fc.constantFrom(200, 200, 400, 500),
    body: fc.constantFrom<unknown>(
      { access_token: 'x', expires_in: 1 },
      { access_token: 'x' },
      { error: 'x' },
      '<html>'
    )
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = manualClock()
      const times: number[] = []
      let next = answer({})
      const { ask } = fakeAsk(() => {
        times.push(clock.elapsed())
        return next
      })
      const token = createToken({ ask, config: siteConfig(), clock, store: memoryStore })
      for (const { wait, callers, drop, status, body } of steps) {
        await clock.advance(wait)
        next = answer(body, status)
        if (drop) token.drop()
        const results = await Promise.allSettled(Array.from({ length: callers }, () => token.get(signal)))
        for (const result of results) {
          if (result.status === 'rejected' && !(result.reason instanceof Failure)) throw result.reason
        }
      }
      return times.every((time, index) => (times[index + 10] ?? Number.POSITIVE_INFINITY) - time >= 10 * minute)
    }),
    { numRuns: 60 }
  )
})
