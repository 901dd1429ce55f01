import t from 'tap'
import { checkCollection, faultOfSource } from '../../../plugins/snapshots/check-collection.ts'
import { Failure } from '../../../src/contract/failure.ts'

const source = {
  name: 'numbers',
  ttl: 60_000,
  maxAge: 300_000,
  callsPerRefresh: 1,
  identity: 'an account',
  fetch() {},
  collect() {}
}

t.test('a source that cannot work is told before it is added', async (t) => {
  t.equal(faultOfSource(source), undefined)
  t.equal(faultOfSource({ ...source, stateVersion: 2, quota: { callsPerDay: 5, setting: 'ACME_LIMIT' } }), undefined)
  const wrong: [object, RegExp][] = [
    [{ name: undefined }, /whose name is not of lower-case letters/],
    [{ name: 'My source' }, /whose name is not of lower-case letters/],
    [{ ttl: undefined }, /^source numbers: ttl must be a number of milliseconds/],
    [{ ttl: '60s' }, /ttl must be a number of milliseconds/],
    [{ ttl: 60 }, /at least 100/],
    [{ ttl: Number.NaN }, /ttl must be/],
    [{ maxAge: undefined }, /maxAge must be a number of milliseconds, no less than ttl/],
    [{ maxAge: 1000 }, /no less than ttl/],
    [{ callsPerRefresh: undefined }, /callsPerRefresh must be a whole number/],
    [{ callsPerRefresh: 0.5 }, /callsPerRefresh must be a whole number/],
    [{ callsPerRefresh: () => 0.5 }, /callsPerRefresh must be a whole number/],
    [{ limits: {} }, /limits must be a list/],
    [{ limits: [{ calls: 10, per: 'second' }] }, /limits must be a list/],
    [{ limits: [{ calls: 0, per: 'day' }] }, /limits must be a list/],
    [{ callsPerRefresh: -1 }, /callsPerRefresh must be a whole number/],
    [{ identity: undefined }, /identity must be a text/],
    [{ fetch: undefined }, /fetch must be a function/],
    [{ collect: 'x' }, /collect must be a function/],
    [{ stateVersion: '1' }, /stateVersion must be a whole number/],
    [{ quota: null }, /quota.callsPerDay/],
    [{ quota: { callsPerDay: 0, setting: 'X' } }, /quota.callsPerDay must be a number above zero/],
    [{ quota: { callsPerDay: 5 } }, /quota.setting must be the name of a setting/]
  ]
  for (const [change, fault] of wrong) t.match(faultOfSource({ ...source, ...change }), fault)
  t.match(faultOfSource(undefined), /no object/)
})

t.test('a collection that cannot be served or kept is a failure that names provider and field', async (t) => {
  const rules = { provider: 'acme', maxSeries: 10 }
  const check = (collection: unknown) => {
    try {
      checkCollection(collection, rules)
    } catch (error) {
      return error
    }
    return undefined
  }
  t.equal(check({ families: [], overview: { states: [{ name: 'up', severity: 'ok', count: 1 }] } }), undefined)
  const wrong: [unknown, RegExp][] = [
    [undefined, /^the collector of acme returned what cannot be served: no collection$/],
    [Promise.resolve({ families: [] }), /a promise; collect must not be async/],
    [{}, /families must be an array/],
    [
      { families: [], overview: { states: [{ name: 'up', severity: 'fine', count: 1 }] } },
      /overview\/states\/0\/severity/
    ],
    [{ families: [], overview: { troubles: 'none' } }, /overview\/troubles/],
    [{ families: [], overview: null }, /overview/],
    [{ families: [], places: [{ key: 'a' }] }, /places\/0/],
    [{ families: [], places: [{ key: 'a', name: 'A', latitude: 91, longitude: 0 }] }, /places\/0\/latitude/],
    [{ families: [], drift: { unknown: '1' } }, /drift: unknown must be a number/],
    [{ families: [], drift: 7 }, /drift must be an object/],
    [{ families: [], failures: ['late'] }, /failures must be an array of Failure/],
    [{ families: [], mergedSeries: -1 }, /mergedSeries must be a number/],
    [{ families: [], dailyCallLimit: Number.NaN }, /dailyCallLimit must be a number/],
    [{ families: [], utcOffset: 'UTC' }, /utcOffset must be a number/]
  ]
  for (const [collection, message] of wrong) {
    const failure = check(collection)
    t.ok(failure instanceof Failure)
    t.match(failure, { reason: 'schema', message })
  }
})
