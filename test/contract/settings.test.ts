import t from 'tap'
import { Compile } from 'typebox/compile'
import {
  countSetting,
  defaultMaxAge,
  durationSetting,
  milliseconds,
  sourceTimes,
  urlSetting,
  withoutEmpty
} from '../../src/contract/settings.ts'
import { faultsFrom } from '../support/load-faults.ts'

t.test('durations are read as Go reads them, but for those below zero', async (t) => {
  const check = Compile(durationSetting({ description: '' }))
  const table: Record<string, number> = {
    '90s': 90_000,
    '1h30m': 5_400_000,
    '500ms': 500,
    '1.5h': 5_400_000,
    '2m0.5s': 120_500,
    '1500us': 1.5,
    '1500µs': 1.5,
    '1500μs': 1.5,
    '1000000ns': 1,
    '0s': 0,
    '1h0m1s1ms': 3_601_001,
    '10m10m': 1_200_000,
    '+5m': 300_000,
    '.5h': 1_800_000,
    '5.m': 300_000,
    '1.h.5m': 3_630_000,
    '+.5s': 500,
    '0.000001h': 3.6,
    '100ns': 0.0001,
    '0': 0,
    '+0': 0
  }
  for (const [text, ms] of Object.entries(table)) {
    t.ok(check.Check(text), text)
    t.equal(Math.round(milliseconds(text) * 1e6) / 1e6, ms, text)
  }
  for (const text of [
    '60',
    '',
    's',
    '1 m',
    '1d',
    '1M',
    '-5s',
    '5m5',
    '1h-5m',
    '1..5s',
    '.',
    '+',
    '++5s',
    '1e3s',
    '1m ',
    '5min',
    '1,5s',
    '.s',
    'PT5M',
    '٣s'
  ]) {
    t.notOk(check.Check(text), JSON.stringify(text))
  }
})

t.test('URLs are absolute, of the web, and without query and fragment', async (t) => {
  const check = Compile(urlSetting({ description: '' }))
  for (const url of ['http://h', 'https://h:443/a/b/', 'http://[::1]:8080/api', 'http://127.0.0.1'])
    t.ok(check.Check(url), url)
  for (const url of [
    'h',
    '//h',
    'ftp://h',
    'http://',
    'http:///a',
    'http://h?q',
    'http://h/#f',
    'http://h/a b',
    ' http://h'
  ]) {
    t.notOk(check.Check(url), url)
  }
})

t.test('counts are whole and above zero', async (t) => {
  const check = Compile(countSetting({ description: '' }))
  for (const count of ['1', '60', '999999999']) t.ok(check.Check(count), count)
  for (const count of ['0', '-1', '1.5', '01', '1e3', '9999999999', ' 1', '٣']) t.notOk(check.Check(count), count)
})

t.test('data may get five times as old as its TTL, and five minutes in any case', async (t) => {
  t.equal(defaultMaxAge(1000), 300_000)
  t.equal(defaultMaxAge(60_000), 300_000)
  t.equal(defaultMaxAge(60_001), 300_005)
  t.strictSame(sourceTimes('X', '2m', undefined), { ttl: 120_000, maxAge: 600_000 })
  t.strictSame(sourceTimes('X', '100ms', '100ms'), { ttl: 100, maxAge: 100 })
  t.match(
    faultsFrom(() => sourceTimes('X', '99ms', undefined)),
    [{ setting: 'X_TTL', message: /at least 100ms/ }]
  )
  t.strictSame(
    faultsFrom(() => sourceTimes('X', '2m', '1m59s')),
    [{ setting: 'X_MAX_AGE', message: 'must not be shorter than X_TTL (2m)' }]
  )
})

t.test('what is empty is not set', async (t) => {
  t.strictSame(withoutEmpty({ a: '1', b: '', c: undefined, d: ' \n', e: ' 0 ' }), { a: '1', e: ' 0 ' })
})
