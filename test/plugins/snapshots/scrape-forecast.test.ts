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

t.test('of several scrapers the soonest counts, and a crowd of strangers is not remembered', async (t) => {
  const forecast = createScrapeForecast()
  for (let i = 0; i < 5; i++) {
    forecast.scraped('a', i * 60)
    forecast.scraped('b', i * 60 + 30)
  }
  t.equal(forecast.next(285), 300)
  t.equal(forecast.next(271), 300)
  t.equal(forecast.next(301), 330)
  for (let i = 0; i < 100; i++) forecast.scraped(`stranger ${i}`, 271)
  t.equal(forecast.next(285), undefined)
})
