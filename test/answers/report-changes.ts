/** What holds for every report of Site24x7 whatever its calls are answered. */
import fc from 'fast-check'
import { collectAndRender } from '../../plugins/snapshots/collect.ts'
import { encodeParts } from '../../providers/site24x7/reports/answers.ts'
import { createCollect } from '../../providers/site24x7/reports/collector.ts'
import { reports } from '../../providers/site24x7/reports/index.ts'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { Source } from '../../src/contract/provider.ts'
import { manualClock } from '../support/manual-clock.ts'
import { type Change, changed, changes, isAnywhere, type Json, shortened, write } from './changes.ts'

export interface ReportTrial {
  readonly runs: number
  readonly seed: number
}

const items = 3

/** The answers of the simulator to the calls of each report, with a few items each. */
async function answersOf(now: number): Promise<Map<string, readonly { key: string; answer: Json }[]>> {
  const clock = manualClock()
  const { app, credentials } = await createSimulator({ clock, size: 25, seed: 3 })
  const grant = await app.inject({
    method: 'POST',
    url: '/oauth/v2/token',
    query: {
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      refresh_token: credentials.refreshToken,
      grant_type: 'refresh_token'
    }
  })
  const headers = { authorization: `Zoho-oauthtoken ${grant.json().access_token}` }
  const found = new Map<string, readonly { key: string; answer: Json }[]>()
  for (const report of reports) {
    const calls = report.calls({ windows: ['30d'], now, utcOffset: 330 * 60_000 })
    const answers = await Promise.all(
      calls.map(async ({ key, path }) => {
        const { body } = await app.inject({ url: `/api/${path}`, headers })
        return { key, answer: shortened(JSON.parse(body), items) }
      })
    )
    found.set(report.name, answers)
  }
  await app.close()
  return found
}

/** Throws where a reader throws anything but a `Failure`, or returns what cannot be served. */
export async function holdsForAnyReport(name: string, { runs, seed }: ReportTrial): Promise<number> {
  const now = manualClock().now()
  const answers = (await answersOf(now)).get(name) ?? []
  const collect = createCollect({ report: name }) as Source['collect']
  let served = 0
  const holds = (which: number, wanted: readonly Change[]) => {
    const parts = answers.map(({ key, answer }, i) => ({
      key,
      name,
      outcome: Buffer.from(write(i === which % answers.length ? changed(answer, wanted, isAnywhere) : answer))
    }))
    try {
      const rules = { provider: 'site24x7', maxSeries: 1_000_000 }
      collectAndRender(collect, encodeParts(parts), { now, memory: undefined }, rules)
      served += 1
    } catch (error) {
      if (!(error instanceof Failure) || /cannot be served/.test(error.message)) throw error
    }
  }
  fc.assert(fc.property(fc.nat(), changes, holds), { numRuns: runs, seed })
  return served
}

export const reportNames = reports.map(({ name }) => name)
