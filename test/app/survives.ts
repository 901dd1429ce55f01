import t from 'tap'
import { expected } from './fault-classes.ts'
import { nextRefresh, type RunningApp, refreshed, runSimulated, type SimulatedApp } from './running-app.ts'
import { leakedSecrets } from './secrets-in.ts'

/** Faults that only a timeout ends. */
const slow = new Set(['stall-before', 'stall', 'drip'])

async function failureCounts({ scrape }: RunningApp): Promise<Record<string, number>> {
  const family = (await scrape()).family('edge_exporter_source_failures_total')
  const counts = family?.samples.map(({ labels, value }) => [labels.reason, value] as const) ?? []
  return Object.fromEntries(counts.filter(([, value]) => value > 0))
}

/** The provider's part of the answer, as text. */
async function provided({ app }: RunningApp): Promise<string> {
  const { body } = await app.inject('/metrics')
  return body
    .split('\n')
    .filter((line) => /^(# \w+ )?site24x7_/.test(line))
    .join('\n')
}

/** With its first data. */
async function start(t: Parameters<typeof runSimulated>[0], fault: string): Promise<SimulatedApp> {
  const running = await runSimulated(t, {
    world: { size: 5 },
    bodyLimit: 2 ** 20,
    ...(slow.has(fault) ? { attemptTimeout: 100 } : {})
  })
  // With so short a timeout a machine that is busy may need a second refresh.
  for (let i = 0; i < 10 && (await running.own('source_up')) !== 1; i++) await refreshed(running)
  return running
}

/** Tests what becomes of the whole program under every fault of one of the simulator's endpoints. */
export function survivesFaultsOf(endpoint: string): void {
  for (const [fault, reason] of Object.entries(expected[endpoint] ?? {})) {
    t.test(fault, async (t) => {
      const running = await start(t, fault)
      const { clock, simulator, own, logs, app } = running
      const dataBefore = await provided(running)
      t.match(dataBefore, /^site24x7_monitor_up\{/m)
      const successBefore = (await own('source_last_success_timestamp_seconds')) ?? 0
      const failuresBefore = await failureCounts(running)
      const warningsBefore = logs.messages('warn').length
      const callsBefore = { ...simulator.calls }

      // Without a good access token both endpoints are asked.
      simulator.expireTokens()
      simulator.faults.set(endpoint, fault)
      await clock.advance(1000)
      await refreshed(running)

      if (reason === undefined) {
        t.equal(await own('source_up'), 1)
        t.strictSame(await failureCounts(running), failuresBefore)
        t.equal(await own('source_last_success_timestamp_seconds'), successBefore + 1)
        t.strictSame(await leakedSecrets(running), [])
        return
      }

      t.equal(await own('source_up'), 0)
      t.equal(await own('source_last_success_timestamp_seconds'), successBefore, 'the success time stays')
      t.equal(await own('source_last_attempt_timestamp_seconds'), successBefore + 1)
      t.strictSame(await failureCounts(running), { ...failuresBefore, [reason]: (failuresBefore[reason] ?? 0) + 1 })
      t.equal(await provided(running), dataBefore, 'the last data stays')
      const calls = (name: string) => (simulator.calls[name] ?? 0) - (callsBefore[name] ?? 0)
      t.ok(calls('current_status') <= 3 && calls('token') <= 1, 'one refresh makes few calls')

      await refreshed(running)
      await refreshed(running)
      const warnings = logs.messages('warn').slice(warningsBefore)
      t.match(warnings, [/^source is down: \S.{10,250}$/], 'one clear line')
      t.equal(warnings.length, 1)
      t.equal((await app.inject('/healthz')).statusCode, 200)
      t.equal((await app.inject('/readyz')).statusCode, 200)
      t.strictSame(await leakedSecrets(running), [])

      simulator.faults.clear()
      // With so short a timeout a machine that is busy may need a second refresh.
      for (let i = 0; i < 5 && (await own('source_up')) === 0; i++) await nextRefresh(running)
      t.equal(await own('source_up'), 1, 'it recovers by itself')
    })
  }
}
