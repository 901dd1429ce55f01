/** Forecasts of scrapes. */
import t from 'tap'
import { createScrapeForecast, nextOf, periodOf } from '../../../plugins/snapshots/scrape-forecast.ts'

t.test('the period is that of most gaps, missed scrapes and jitter apart', async (t) => {
  t.equal(periodOf([0, 60, 120, 180]), 60)
  t.equal(periodOf([0, 60, 120, 240, 300]), 60, 'one scrape was missed')
  t.equal(Math.round(periodOf([0, 61, 119, 180, 241]) as number), 60)
  t.equal(periodOf([0, 60, 120]), undefined, 'three scrapes are no rhythm yet')
  t.equal(periodOf([0, 10, 47, 60, 99]), undefined, 'a person who reloads a page')
  t.equal(periodOf([5, 5, 5, 5]), undefined)
})

t.test('the next scrape is the first in the rhythm after a time', async (t) => {
  const times = [0, 60, 120, 180]
  t.equal(nextOf(times, 181), 240)
  t.equal(nextOf(times, 239), 240)
  t.equal(nextOf(times, 240), 300)
  t.equal(nextOf(times, 180 + 4 * 60 + 1), undefined, 'who has not come for four periods is gone')
})

const owner = { provider: 'site24x7' }

t.test('of several scrapers the soonest counts, and a crowd of strangers is not remembered', async (t) => {
  const forecast = createScrapeForecast(32)
  for (let i = 0; i < 5; i++) {
    forecast.scraped('a', i * 60)
    forecast.scraped('b', i * 60 + 30)
  }
  t.equal(forecast.next(owner, 285), 300)
  t.equal(forecast.next(owner, 271), 300)
  t.equal(forecast.next(owner, 301), 330)
  for (let i = 0; i < 100; i++) forecast.scraped(`stranger ${i}`, 271)
  t.equal(forecast.next(owner, 285), undefined)
})

t.test('a scraper counts for the accounts that it asks for, with each set of them by itself', async (t) => {
  const forecast = createScrapeForecast()
  const a = { provider: 'site24x7', account: 'a' }
  const b = { provider: 'site24x7', account: 'b' }
  for (let i = 0; i < 5; i++) {
    forecast.scraped('prometheus', i * 60, ['site24x7/a'])
    forecast.scraped('prometheus', i * 60 + 10, ['site24x7/b'])
    forecast.scraped('prometheus', i * 60 + 20, ['chinacache'])
  }
  t.equal(forecast.next(a, 250), 300)
  t.equal(forecast.next({ ...a, customer: 'c' }, 250), 300)
  t.equal(forecast.next(b, 251), 310)
  t.equal(forecast.next(owner, 251), undefined)
  t.equal(forecast.next({ provider: 'chinacache' }, 270), 320)
})

t.test('each of two hundred accounts that are scraped one by one by two servers has its rhythm', async (t) => {
  const forecast = createScrapeForecast()
  const accounts = Array.from({ length: 200 }, (_, i) => ({ provider: 'site24x7', account: `${i}` }))
  for (let round = 0; round < 5; round++) {
    for (const { account } of accounts) {
      for (const server of ['a', 'b']) forecast.scraped(server, round * 60, [`site24x7/${account}`])
    }
  }
  t.same(new Set(accounts.map((account) => forecast.next(account, 250))), new Set([300]))
})
