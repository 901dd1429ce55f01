import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createSimulator, type Site24x7SimulatorOptions } from '../../../../providers/site24x7/simulator/index.ts'
import {
  cloudTypes,
  commonTypes,
  groupNames,
  nastyNames
} from '../../../../providers/site24x7/simulator/world-catalog.ts'
import { faultHeader } from '../../../../src/simulation/faults.ts'
import { manualClock } from '../../../support/manual-clock.ts'

interface Located {
  readonly location_name: string
  readonly status?: number
  readonly attribute_value?: unknown
  readonly last_polled_time?: string
  readonly primary_location?: true
}

interface Monitor extends Record<string, unknown> {
  readonly monitor_id: string
  readonly name: string
  readonly monitor_type: string
  readonly status: number
  readonly locations?: readonly Located[]
  readonly tags?: readonly string[]
}

interface Group extends Record<string, unknown> {
  readonly group_id: string
  readonly group_name: string
  readonly status: number
  readonly monitors?: readonly Monitor[]
}

interface Data {
  readonly monitors: readonly Monitor[]
  readonly monitor_groups?: readonly Group[]
  readonly monitors_count?: Readonly<Record<string, number>>
}

async function start(t: Test, options: Site24x7SimulatorOptions = {}) {
  const clock = manualClock()
  const simulator = await createSimulator({ clock, ...options })
  const origin = await simulator.app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.app.close())
  const settings = simulator.settings(origin)

  const grant = {
    client_id: simulator.credentials.clientId,
    client_secret: simulator.credentials.clientSecret,
    refresh_token: simulator.credentials.refreshToken,
    grant_type: 'refresh_token'
  }

  async function askToken(form: Record<string, string> = grant, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(form)
    const response = await fetch(`${settings.ZOHO_ACCOUNTS_URL}/oauth/v2/token`, { method: 'POST', body, headers })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  async function token(): Promise<string> {
    return String((await askToken()).body.access_token)
  }

  function ask(accessToken: string, query = '', headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${settings.SITE24X7_API_URL}/current_status${query}`, {
      headers: { authorization: `Zoho-oauthtoken ${accessToken}`, ...headers }
    })
  }

  async function data(query = ''): Promise<Data> {
    const answer = await (await ask(await token(), query)).json()
    return answer.data
  }

  return { ...simulator, clock, origin, grant, askToken, token, ask, data }
}

const everything = '?group_required=false&suspended_required=true'
const tokenRefused = { error_code: 1120, message: 'OAuth Access Token is invalid or has expired.' }
const accessDenied = { error: 'Access Denied', status: 'failure', error_description: /too many requests/ }

t.test('settings point at the server', async (t) => {
  const { settings, credentials, app } = await createSimulator()
  t.teardown(() => app.close())
  t.same(settings('http://127.0.0.1:4711'), {
    ZOHO_CLIENT_ID: credentials.clientId,
    ZOHO_CLIENT_SECRET: credentials.clientSecret,
    ZOHO_REFRESH_TOKEN: credentials.refreshToken,
    ZOHO_ACCOUNTS_URL: 'http://127.0.0.1:4711',
    SITE24X7_API_URL: 'http://127.0.0.1:4711/api'
  })
})

t.test('tokens', async (t) => {
  t.test('for a refresh token, in the body or in the query', async (t) => {
    const { askToken, origin, grant, calls } = await start(t)
    const { status, body } = await askToken()
    t.equal(status, 200)
    t.match(body, {
      access_token: /^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/,
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600
    })
    t.notOk('refresh_token' in body)
    const byQuery = await fetch(`${origin}/oauth/v2/token?${new URLSearchParams(grant)}`, { method: 'POST' })
    t.match(await byQuery.json(), { access_token: /^1000\./ })
    t.equal(calls.token, 2)
  })

  t.test('for a code, once and within ten minutes', async (t) => {
    const first = await start(t)
    const form = { ...first.grant, grant_type: 'authorization_code', code: first.credentials.code }
    t.match((await first.askToken(form)).body, {
      access_token: /^1000\./,
      refresh_token: first.credentials.refreshToken
    })
    t.same((await first.askToken(form)).body, { error: 'invalid_code' })

    const late = await start(t)
    await late.clock.advance(600_001)
    t.same((await late.askToken(form)).body, { error: 'invalid_code' })
  })

  t.test('refusals come with HTTP 200', async (t) => {
    const { askToken, grant } = await start(t)
    const refusals = [
      [{ ...grant, client_id: 'x' }, 'invalid_client'],
      [{ ...grant, client_secret: 'x' }, 'invalid_client_secret'],
      [{ ...grant, refresh_token: 'x' }, 'invalid_code'],
      [{ ...grant, grant_type: 'password' }, 'unsupported_grant_type']
    ] as const
    for (const [form, error] of refusals) t.same(await askToken(form), { status: 200, body: { error } })
  })

  t.test('no more than ten in ten minutes', async (t) => {
    const { askToken, clock } = await start(t)
    for (let i = 0; i < 10; i++) {
      t.equal((await askToken()).status, 200)
      await clock.advance(30_000)
    }
    t.match(await askToken(), { status: 400, body: accessDenied })
    await clock.advance(299_999)
    t.equal((await askToken()).status, 400, 'blocked for the rest of the ten minutes')
    await clock.advance(1)
    t.equal((await askToken()).status, 200)
  })

  t.test('the thirty-first live token ends the first one', async (t) => {
    const { token, ask } = await start(t, { throttle: false, size: 1 })
    const first = await token()
    for (let i = 0; i < 29; i++) await token()
    t.equal((await ask(first)).status, 200)
    const last = await token()
    t.equal((await ask(first)).status, 401)
    t.equal((await ask(last)).status, 200)
  })

  t.test('faults', async (t) => {
    const { faults, askToken } = await start(t)
    const answers = {
      revoked: { status: 200, body: { error: 'invalid_code' } },
      'invalid-client': { status: 200, body: { error: 'invalid_client' } },
      'invalid-secret': { status: 200, body: { error: 'invalid_client_secret' } },
      throttled: { status: 400, body: accessDenied },
      'throttled-200': { status: 200, body: accessDenied },
      'throttled-cn': { status: 400, body: { error: '拒绝访问', status: 'failure', error_description: /请求/ } },
      'quota-day': { status: 429 },
      'expires-in-millis': { status: 200, body: { access_token: /^1000\./, expires_in: 3_600_000 } }
    }
    for (const [fault, answer] of Object.entries(answers)) {
      faults.set('token', fault)
      t.match(await askToken(), answer, fault)
      faults.clear()
      faults.set('token', '500')
      t.match(await askToken(undefined, { [faultHeader]: fault }), answer, `${fault} by header`)
    }
    faults.set('token', 'expires-in-millis')
    t.same((await askToken({})).body, { error: 'invalid_client' })
  })
})

t.test('access to the API', async (t) => {
  t.test('only with a good token of the right kind', async (t) => {
    const { ask, token, origin } = await start(t)
    const foreign = await ask('1000.foreign')
    t.equal(foreign.status, 401)
    t.same(await foreign.json(), tokenRefused)

    for (const headers of [{}, { authorization: `Bearer ${await token()}` }]) {
      const response = await fetch(`${origin}/api/current_status`, { headers })
      t.equal(response.status, 401)
      t.match(await response.json(), { message: 'Invalid value passed for authtoken' })
    }
  })

  t.test('until the token expires', async (t) => {
    const { ask, token, clock } = await start(t, { tokenLifetime: 100 })
    const accessToken = await token()
    await clock.advance(99_999)
    t.equal((await ask(accessToken)).status, 200)
    await clock.advance(1)
    const expired = await ask(accessToken)
    t.equal(expired.status, 401)
    t.same(await expired.json(), tokenRefused)
    t.equal((await ask(await token())).status, 200)
  })

  t.test('until all tokens are ended', async (t) => {
    const { ask, token, expireTokens } = await start(t)
    const accessToken = await token()
    expireTokens()
    t.equal((await ask(accessToken)).status, 401)
  })

  t.test('faults', async (t) => {
    const { ask, token, faults, calls } = await start(t)
    const accessToken = await token()
    const answers = {
      scope: [401, { error_code: 1121 }],
      'error-200': [200, { error_code: 1000, message: 'Something went wrong.' }],
      'quota-day': [429, { error_code: 1122 }],
      '401': [401, tokenRefused],
      '503': [503, { error_code: 503, message: 'Simulated HTTP 503.' }]
    } as const
    for (const [fault, [status, body]] of Object.entries(answers)) {
      faults.set('current_status', fault)
      for (const response of [await ask(accessToken), await ask(accessToken)]) {
        t.equal(response.status, status, fault)
        t.match(await response.json(), body)
      }
    }
    t.match(calls, { token: 1, current_status: 10 })
    faults.clear()
    t.equal((await ask(accessToken)).status, 200)
  })

  t.test('expired-token ends the tokens there are, not the next one', async (t) => {
    const { ask, token, faults } = await start(t)
    const first = await token()
    faults.set('current_status', 'expired-token')
    for (let i = 0; i < 2; i++) t.same(await (await ask(first)).json(), tokenRefused)
    const second = await token()
    t.equal((await ask(second)).status, 200)
    faults.clear()
    t.equal((await ask(first)).status, 401)
    t.equal((await ask(second)).status, 200)

    t.equal((await ask(second, '', { [faultHeader]: 'expired-token' })).status, 401)
    t.equal((await ask(second)).status, 401)
    t.equal((await fetch((await ask(second)).url, { headers: { [faultHeader]: 'expired-token' } })).status, 401)
  })

  t.test('generic faults have the real answer to spoil', async (t) => {
    const { ask, token, faults } = await start(t)
    const accessToken = await token()
    const whole = await (await ask(accessToken)).text()
    faults.set('current_status', 'cut')
    const cut = await (await ask(accessToken)).text()
    t.ok(cut.length > 1000 && cut.length < whole.length)
    t.ok(whole.startsWith(cut.slice(0, 1000)))
  })
})

t.test('the same seed and clock give the same bytes', async (t) => {
  const bytes = async (options: Site24x7SimulatorOptions, minutes: number, query = '') => {
    const { ask, token, clock } = await start(t, options)
    await clock.advance(minutes * 60_000)
    return await (await ask(await token(), query)).text()
  }
  t.equal(await bytes({ seed: 7 }, 30), await bytes({ seed: 7 }, 30))
  t.equal(await bytes({ seed: 7 }, 30.2), await bytes({ seed: 7 }, 30), 'the account changes once a minute')
  t.not(await bytes({ seed: 7 }, 31), await bytes({ seed: 7 }, 30))
  t.not(await bytes({ seed: 8 }, 30), await bytes({ seed: 7 }, 30))

  const asked = await start(t, { seed: 7 })
  const accessToken = await asked.token()
  for (let i = 0; i < 10; i++) {
    await (await asked.ask(accessToken, everything)).text()
    await asked.clock.advance(180_000)
  }
  t.equal(
    await (await asked.ask(accessToken)).text(),
    await bytes({ seed: 7 }, 30),
    'what was asked before leaves no trace'
  )
})

t.test('the envelope and the parameters', async (t) => {
  const { ask, token, data } = await start(t, { throttle: false })
  const response = await ask(await token())
  t.match(response.headers.get('content-type'), 'application/json')
  t.match(await response.json(), { code: 0, message: 'success', data: {} })

  const { monitors, monitor_groups: groups = [] } = await data()
  const members = groups.flatMap((group) => group.monitors ?? [])
  t.notOk(
    members.concat(monitors).some(({ status }) => status === 5),
    'suspended monitors only on demand'
  )
  t.same(
    monitors.filter(({ monitor_id: id }) => members.some((member) => member.monitor_id === id)),
    [],
    'members of groups are not repeated'
  )

  const flat = await data(everything)
  t.equal(flat.monitor_groups, undefined)
  t.ok(flat.monitors.some(({ status }) => status === 5))
  t.equal(new Set(flat.monitors.map(({ monitor_id: id }) => id)).size, flat.monitors.length)

  const counted = await data(`${everything}&locations_required=false`)
  t.notOk(counted.monitors.some(({ locations = [] }) => locations.length > 0))
  t.equal(counted.monitors_count?.total, flat.monitors.length)
  t.equal(counted.monitors_count?.down, flat.monitors.filter(({ status }) => status === 0).length)

  const some = await data('?group_required=false&status_required=0,2,soon')
  t.same(new Set(some.monitors.map(({ status }) => status)), new Set([0, 2]))
  t.ok((await data('?status_required=0')).monitor_groups?.some(({ monitors = [] }) => monitors.length === 0))
  t.same((await data('?group_required=perhaps')).monitor_groups?.length, groups.length)

  t.same(await (await start(t, { size: 0 })).data(), {})
})

t.test('what an account holds, whatever the seed', async (t) => {
  for (const seed of [1, 2, 3]) {
    const { data } = await start(t, { seed, throttle: false })
    const { monitors } = await data(everything)
    const { monitor_groups: groups = [] } = await data()
    const places = monitors.flatMap(({ locations = [] }) => locations)

    t.same(
      [...new Set(monitors.map(({ status }) => status))].sort((a, b) => a - b),
      [0, 1, 2, 3, 5, 7, 9, 10]
    )
    for (const { monitor_id: id } of monitors) t.match(id, /^[1-9]\d{17}$/)
    t.ok(
      new Set(monitors.map(({ monitor_id: id }) => Number(id))).size < monitors.length,
      'ids that no double can hold'
    )

    const names = monitors.map(({ name }) => name)
    for (const name of nastyNames.values()) t.ok(names.includes(name))
    t.ok(names.some((name) => name.length === 300))
    t.equal(names.filter((name) => name === 'shop front').length, 2, 'two monitors of one name')

    t.same(
      groups.filter((group) => !('monitors' in group)).map(({ group_name: name }) => name),
      [groupNames[0]],
      'one group is empty'
    )
    const grouped = groups.flatMap(({ monitors = [] }) => monitors.map(({ monitor_id: id }) => id))
    t.equal(grouped.length - new Set(grouped).size, 1, 'one monitor is in two groups')
    for (const { monitors = [], ...group } of groups.slice(1)) {
      const found = monitors.map(({ status }) => status)
      t.equal(group.downMonitorsCount, found.filter((status) => status === 0).length)
      t.ok(found.length === 0 || found.includes(group.status))
      t.equal(group.status === 0, found.includes(0))
    }

    for (const kind of ['number', 'string', 'undefined']) {
      t.ok(
        places.some(({ attribute_value: value }) => typeof value === kind),
        `a value that is ${kind}`
      )
    }
    t.ok(places.some(({ attribute_value: value }) => typeof value === 'string' && /^\d+$/.test(value)))
    t.ok(
      places.some((place) => Object.keys(place).length === 1),
      'a location with nothing but a name'
    )
    t.ok(places.some(({ primary_location: primary }) => primary))
    const stamps = [...monitors, ...places].flatMap(({ last_polled_time: stamp }) => stamp ?? [])
    for (const stamp of stamps) t.match(stamp, /^2026-01-02T0[78]:\d\d:\d\d\+0530$/)

    const outages = monitors.filter(({ outage_id: id }) => id !== undefined)
    for (const monitor of outages) {
      t.match(monitor, { status: /^[023]$/, outage_id: /^\d{13}$/, downtime_millis: /^\d+$/, down_reason: /./ })
      t.match(monitor.duration, /^(\d+ days \d+ Hrs \d+ Mins |\d+ Hrs \d+ Mins |\d+ Mins \d+ Secs)$/)
    }
    t.ok(outages.length >= 4)
    t.ok(
      monitors.some(({ status, locations = [] }) => {
        const seen = new Set(locations.map((location) => location.status))
        return status === 0 && seen.has(0) && seen.has(1)
      }),
      'an outage that only some locations see'
    )
    t.match(monitors.find(({ tags }) => tags !== undefined)?.tags, ['team', 'env:prod', 'env:eu:blue:2'])
    for (const { locations = [] } of monitors) {
      t.equal(new Set(locations.map(({ location_name: name }) => name)).size, locations.length)
      t.ok(locations.length <= 8)
    }
  }
})

t.test('every type appears, with the attribute that it has', async (t) => {
  const { data } = await start(t, { size: 90, throttle: false })
  const { monitors } = await data(everything)
  for (const { type, attribute, located } of [...commonTypes, ...cloudTypes]) {
    const monitor = monitors.find((each) => each.monitor_type === type)
    if (monitor === undefined) {
      t.fail(`no ${type}`)
      continue
    }
    t.equal(monitor.attribute_key, attribute?.key, type)
    t.equal(monitor.attributeName, attribute?.name)
    t.equal(monitor.unit, attribute?.unit)
    if (located) t.ok(monitor.locations?.length)
  }
  t.match(
    monitors.find(({ monitor_type: type }) => type === 'SERVER'),
    { server_type: 'WINDOWS', unit: '%' }
  )
  t.same(monitors.find(({ monitor_type: type }) => type === 'AMAZON')?.locations, [])
  t.notOk('locations' in (monitors.find(({ monitor_type: type }) => type === 'CRON') ?? {}))
  t.equal(monitors.find(({ monitor_type: type }) => type === 'DOMAINEXPIRY')?.unit, 'days')
})

t.test('over two days monitors come and go, and outages begin and end', async (t) => {
  const { data, clock } = await start(t, { size: 200, throttle: false })
  const seen = new Map<string, { present: number; broken: number; values: Set<unknown> }>()
  const rounds = 96
  for (let i = 0; i < rounds; i++) {
    for (const { monitor_id: id, status, attribute_value: value } of (await data(everything)).monitors) {
      const history = seen.get(id) ?? { present: 0, broken: 0, values: new Set() }
      history.present++
      if (status === 0) history.broken++
      history.values.add(value)
      seen.set(id, history)
    }
    await clock.advance(30 * 60_000)
  }
  const histories = [...seen.values()]
  t.equal(histories.length, 200)
  const visitors = histories.filter(({ present }) => present < rounds).length
  t.ok(visitors >= 2 && visitors <= 30, `${visitors} come and go`)
  const broken = histories.filter(({ broken, present }) => broken > 0 && broken < present).length
  t.ok(broken >= 10, `${broken} had an outage that ended`)
  t.ok(histories.filter(({ values }) => values.size > 20).length > 100, 'values wander')
})

t.test('time zones', async (t) => {
  for (const [zone, offset] of [
    [0, '+0000'],
    [-210, '-0330']
  ] as const) {
    const { data } = await start(t, { zone, size: 1 })
    const [monitor] = (await data(everything)).monitors
    t.ok(String(monitor?.last_polled_time).endsWith(offset))
  }
})

t.test('a big account is written in time', async (t) => {
  const { ask, token } = await start(t, { size: 10_000, locations: 8 })
  const accessToken = await token()
  const begin = performance.now()
  const { data } = (await (await ask(accessToken, everything)).json()) as { data: Data }
  t.ok(performance.now() - begin < 5000)
  t.ok(data.monitors.length > 9_000)
  t.ok(data.monitors.some(({ locations }) => locations?.length === 8))
})

t.test('it listens where it is told, with the real clock', async (t) => {
  const { app } = await createSimulator()
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.ok((app.server.address() as AddressInfo).port > 0)
  await app.close()
})

t.test('customers and business units: a list, and an account behind each cookie', async (t) => {
  const { origin, token } = await start(t)
  const authorization = `Zoho-oauthtoken ${await token()}`
  const get = async (path: string, cookie = '') => {
    const answer = await fetch(`${origin}/api/${path}`, { headers: { authorization, cookie } })
    return { status: answer.status, body: (await answer.json()) as { error_code?: number; data: unknown } }
  }
  const { body } = await get('short/msp/customers')
  t.match(body.data, [{ name: 'customer 1', zaaid: /^\d+$/, encodedZaaid: /^e/ }, {}, {}])
  t.match((await get('short/bu/business_units')).body.data, [{ name: 'unit 1', zaaid: /^\d+$/ }, {}, {}])
  const [first, second] = body.data as { zaaid: string }[]
  const of = async (zaaid = '') => JSON.stringify((await get('current_status', zaaid && `zaaid=${zaaid}`)).body)
  t.not(await of(first?.zaaid), await of(second?.zaaid))
  t.not(await of(first?.zaaid), await of())
  t.match(await get('current_status', 'zaaid=1'), { status: 401, body: { error_code: 1100 } })
})
