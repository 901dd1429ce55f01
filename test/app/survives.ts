/** Plays a row of the fault table with the whole program, from the last good data to the next. */
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type FailureReason, failureReasons } from '../../src/contract/failure.ts'
import { bytesInUse } from '../support/garbage.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { type FaultRow, faultRows, interval, longestPause, type Outcome, outcomeFor } from './fault-rows.ts'
import { leakedSecrets } from './secrets-in.ts'
import { type Stage, setStage } from './stage.ts'
import type { Subject } from './subjects.ts'

type Counts = Readonly<Record<string, number>>

const added = (after: Counts, before: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .map(([key, count]) => [key, count - (before[key] ?? 0)] as const)
      .filter(([, count]) => count !== 0)
  )

const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0)

/** Failed refreshes, or parts of them, by source and class. */
const failureCounts = ({ statuses }: Stage): Counts =>
  Object.fromEntries(
    statuses().flatMap(({ source, failures }) =>
      failureReasons.map((reason) => [`${source} ${reason}`, failures[reason]])
    )
  )

const namesOf = (families: string) => [...families.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)

/** Megabytes that all rows together may leave behind: code, results of tests and what the libraries keep. */
const mostLeftBehind = 32
/** The same for one row, while its program still runs: less than the bodies of a few refreshes at their limit. */
const mostLeftByRow = 5
/** Megabytes by which a row may raise the peak of the process: far more than its bodies at their limit. */
const highestRise = 150

/** Plays every row that is about the subject. */
export function survivesFaults(subject: Subject): void {
  // The machine may be busy.
  t.setTimeout(300_000)
  let start: { readonly bytes: number; readonly resources: number } | undefined
  const resources = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout/.test(name)).length

  // Taken after a row, when the libraries are loaded.
  t.afterEach(async () => {
    start ??= { bytes: await bytesInUse(), resources: resources() }
  })

  let last: number | undefined
  /** Compared with the same moment of the row before, whose program is gone. */
  async function leavesNothing(t: Test): Promise<void> {
    const mebibytes = async (rounds: number) => (await bytesInUse(rounds)) / 2 ** 20
    let now = await mebibytes(1)
    // What a server still streams to nobody takes a moment to go.
    for (let i = 0; i < 5 && now - (last ?? now) >= mostLeftByRow; i++) now = await mebibytes(3)
    const grown = now - (last ?? now)
    t.ok(grown < mostLeftByRow, `${grown.toFixed(1)} MiB more than after the row before`)
    last = now
  }

  for (const row of faultRows) {
    const outcome = outcomeFor(row, subject.name)
    if (outcome === undefined) continue
    t.test(`${subject.name}: ${row.name}`, async (t) => {
      const stage = await setStage(t, subject, row)
      if (outcome.reason === undefined) await getsOver(t, stage, row, outcome)
      else if (outcome.only === undefined) await outlives(t, stage, row, outcome)
      else await failsInPart(t, stage, row, outcome)
      t.strictSame(await leakedSecrets(stage), [], 'no secret shows')
      await leavesNothing(t)
    })
  }

  t.test(`${subject.name}: what is left behind`, async (t) => {
    const { bytes = 0, resources: before = 0 } = start ?? {}
    const grown = ((await bytesInUse()) - bytes) / 2 ** 20
    t.ok(grown < mostLeftBehind, `${grown.toFixed(1)} MiB more than after the first row`)
    await settled(() => resources() <= before)
    t.ok(resources() <= before, `${resources()} sockets and timers, ${before} after the first row`)
  })
}

/** Two refreshes under the fault and one after it, as if there were none. */
async function getsOver(t: Test, stage: Stage, row: FaultRow, outcome: Outcome): Promise<void> {
  const { attempts = 1, moreCalls = 0, isLossy = false } = outcome
  const { subject, statuses, clock } = stage
  const before = {
    names: namesOf(await stage.provided()),
    attempts: { ...stage.attempts },
    failures: failureCounts(stage)
  }
  subject.provoke(stage.simulator)
  await row.begin(stage)
  await stage.pass(2 * interval * 1000 + 5000)
  t.ok(
    statuses().every(({ up }) => up),
    'every source stays up'
  )
  t.strictSame(failureCounts(stage), before.failures, 'nothing is counted as failed')
  const names = namesOf(await stage.provided())
  if (isLossy) t.ok(names.length > 0 && names.length < before.names.length, 'what cannot be read is absent')
  else t.strictSame(names, before.names, 'the families stay')
  const refreshes = sum(subject.calls)
  const calls = sum(added(stage.attempts, before.attempts))
  const usual = 2 * refreshes + subject.moreCalls + sum({ [subject.endpoint]: subject.isRetried ? 0 : 1 })
  t.equal(calls, usual + (attempts - 1) * refreshes + moreCalls, 'two refreshes make as many calls as they need')
  t.ok(
    statuses().every(({ lastSuccess = 0 }) => Math.abs(lastSuccess - clock.now()) < interval * 1000),
    'the time of the success is that of the clock'
  )
  await row.end(stage)
  await stage.pass(interval * 1000)
  t.strictSame(failureCounts(stage), before.failures)
}

/** From the first failure over the withdrawal of the data to the next success. */
async function outlives(t: Test, stage: Stage, row: FaultRow, outcome: Outcome): Promise<void> {
  const { subject, statuses, clock, logs, front, simulator } = stage
  const { reason = 'internal', attempts = 1, moreCalls = 0 } = outcome
  const good = await stage.provided()
  const lastSuccess = statuses().map((status) => status.lastSuccess)
  const reached = clock.elapsed()
  const sockets = front.open.size
  const sentBefore = front.sent()
  const before = {
    attempts: { ...stage.attempts },
    failures: failureCounts(stage),
    warnings: logs.messages('warn').length
  }
  const arrivedBefore = { ...simulator.faults.calls }
  const failed = () => added(failureCounts(stage), before.failures)
  const warnings = (pattern: RegExp) =>
    logs
      .messages('warn')
      .slice(before.warnings)
      .filter((message) => pattern.test(message))
  /** Attempts that so many failed refreshes make. */
  const expected = (refreshes: Counts): number => {
    const tries = subject.isRetried || row.isUnsent === true ? attempts : 1
    const calls = Object.entries(subject.calls).map(([source, each]) => {
      const times = refreshes[`${source} ${reason}`] ?? 0
      return times * (each * tries + moreCalls)
    })
    return calls.reduce((total, count) => total + count, 0) + subject.moreCalls
  }

  const peak = process.resourceUsage().maxRSS
  subject.provoke(simulator)
  await row.begin(stage)
  await stage.passUntil(() => statuses().every(({ up }) => !up), 1.2 * interval * 1000)
  const once = Object.fromEntries(Object.keys(subject.calls).map((source) => [`${source} ${reason}`, 1]))
  t.strictSame(failed(), once, 'every source has failed once, with the class')
  t.equal(await stage.provided(), good, 'the last good data stays')
  t.equal(sum(added(stage.attempts, before.attempts)), expected(once), 'the calls of one refresh')
  const arrived = added(simulator.faults.calls, arrivedBefore)
  t.ok(sum(arrived) <= expected(once), 'and no more of them arrive')
  t.ok(front.sent() - sentBefore < sum(subject.calls) * 3 * 8 * 2 ** 20, 'a body is not read beyond its limit')
  const risen = (process.resourceUsage().maxRSS - peak) / 1024
  t.ok(risen < highestRise, `the peak of the memory rises by ${Math.round(risen)} MiB`)
  t.strictSame(
    statuses().map((status) => status.lastSuccess),
    lastSuccess,
    'the time of the success stays'
  )
  const answers = await Promise.all(['/healthz', '/readyz', '/metrics'].map((url) => stage.app.inject(url)))
  t.strictSame(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200]
  )
  parseExposition(answers[2]?.body ?? '', 'text')

  for (const maxAge of new Set(statuses().map((status) => status.maxAge))) {
    const aged = statuses().filter((status) => status.maxAge === maxAge)
    const served = () =>
      statuses()
        .filter(({ source }) => aged.some((status) => status.source === source))
        .map(({ snapshot }) => snapshot !== undefined)
    const rest = reached + maxAge - 1000 - clock.elapsed()
    if (rest > 0) {
      await stage.pass(rest)
      t.ok(
        served().every((isServed) => isServed),
        'the data stays until MAX_AGE'
      )
    }
    // A pause that the provider asks for may keep it twenty minutes longer.
    await stage.pass(reason === 'quota' ? 21 * 60_000 : 2000)
    t.ok(
      served().every((isServed) => !isServed),
      'and is withdrawn then'
    )
  }
  t.equal(await stage.provided(), '', 'nothing of the provider is left')
  const refreshes = failed()
  t.strictSame(Object.keys(refreshes).sort(), Object.keys(once).sort(), 'the class is the same all the time')
  const calls = sum(added(stage.attempts, before.attempts))
  if (row.isSlow === true) t.ok(calls <= expected(refreshes), 'every refresh makes as many calls as the first, or less')
  else t.equal(calls, expected(refreshes), 'every refresh makes as many calls as the first')
  const seconds = (clock.elapsed() - reached) / 1000
  for (const [source, count] of Object.entries(refreshes)) {
    t.ok(count <= mostRefreshes(reason, seconds, row.pause), `${source}: ${count} refreshes in ${seconds} s`)
  }
  t.equal(warnings(/^source is down: \S.{10,250}$/).length, Object.keys(once).length, 'one clear line for each source')
  t.equal(warnings(/is withdrawn$/).length, Object.keys(once).length)
  t.equal(warnings(/./).length, 2 * Object.keys(once).length, 'and no other')

  // What hangs at the end of the fault goes on hanging, and would count as one failure more.
  if (row.isSlow === true)
    await stage.passUntil(() => statuses().every(({ refreshing }) => !refreshing), interval * 1000)
  await row.end(stage)
  const attemptsBefore = { ...stage.attempts }
  const pause = 1000 * (row.pause ?? pauseAfter(reason, Math.max(...Object.values(failed()))))
  // With so short a timeout a machine that is busy may need a second refresh.
  await stage.passUntil(() => statuses().every(({ up }) => up), row.isSlow === true ? 2 * pause : pause)
  t.ok(
    statuses().every(({ up }) => up),
    'it recovers by itself within one pause of the end of the fault'
  )
  const spent = sum(added(stage.attempts, attemptsBefore))
  // While the last sources wait for their turn, the first ones may have had a second one.
  t.ok(spent <= (row.isSlow === true ? 6 : 2) * sum(subject.calls) + 2, `with ${spent} calls`)
  t.strictSame(namesOf(await stage.provided()), namesOf(good), 'all families are back')
  await settled(() => front.open.size <= sockets)
  t.ok(front.open.size <= sockets, `${front.open.size} open sockets, ${sockets} at the start`)
}

/** Some sources fail, as a whole or in part, and the rest goes on. */
async function failsInPart(t: Test, stage: Stage, row: FaultRow, { reason, only = {} }: Outcome): Promise<void> {
  const { subject, statuses } = stage
  const before = failureCounts(stage)
  const names = namesOf(await stage.provided())
  const attempts = { ...stage.attempts }
  await row.begin(stage)
  await stage.pass(1.1 * interval * 1000)
  const expected = Object.entries(only).map(([source, parts]) => [`${source} ${reason}`, parts === 'down' ? 1 : parts])
  t.strictSame(added(failureCounts(stage), before), Object.fromEntries(expected))
  t.strictSame(
    statuses().flatMap(({ source, up }) => (up ? [] : source)),
    Object.keys(only).filter((source) => only[source] === 'down')
  )
  t.strictSame(namesOf(await stage.provided()), names, 'the last good data of the part that failed stays')
  t.equal(sum(added(stage.attempts, attempts)), sum(subject.calls))
  await row.end(stage)
  await stage.pass(1.1 * interval * 1000)
  t.ok(
    statuses().every(({ complete }) => complete),
    'and it is whole again'
  )
}

/** Seconds: the longest pause after so many failures in a row. */
function pauseAfter(reason: FailureReason, failures: number): number {
  if (reason === 'auth') return longestPause.auth ?? interval
  const [first, longest] = reason === 'quota' ? [60, longestPause.quota] : [10, interval]
  return Math.min(longest ?? interval, first * 2 ** (failures - 1))
}

/** How many refreshes an outage of so many seconds may have, at the pause asked for or the class' shortest ones. */
function mostRefreshes(reason: string, seconds: number, asked: number | undefined): number {
  if (asked !== undefined) return 1 + Math.floor((seconds - interval) / asked)
  if (reason === 'auth') return 1 + Math.floor(seconds / 120)
  const [first, longest] = reason === 'quota' ? [60, 900] : [5, interval]
  let refreshes = 1
  for (let pause = first, at = interval + pause; at <= seconds; at += pause) {
    refreshes += 1
    pause = Math.min(longest, 2 * pause)
  }
  return refreshes
}

async function settled(isDone: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !isDone(); i++) await setTimeout(1)
}
