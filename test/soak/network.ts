/**
 * `npm run soak:network`: calls for ten minutes over a network that moves and breaks. The server closes idle connections,
 * answers slowly, resets connections, and changes its address while the old one lives on. No call may fail that curl with
 * two retries would have got, none may be counted twice, and no new call may go to an address that was left.
 */
import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, LookupFunction, Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { createUpstream } from '../../plugins/upstream/index.ts'
import { systemClock } from '../../src/contract/clock.ts'
import { between, randomOf } from '../../src/simulation/pseudo-random.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: String(Date.now() % 1e6) } }
})
const [seconds, seed] = [Number(values.seconds), Number(values.seed)]
if (!(seconds >= 10 && seconds <= 86_400) || !Number.isInteger(seed)) {
  console.error('usage: npm run soak:network -- [--seconds 10..86400] [--seed <number>]')
  process.exit(2)
}

/** Milliseconds. */
const connectionAge = 2000
const movesEvery = 5000
const slowest = 1500
/** In a row, as curl with two retries gets over so many. */
const mostResets = 2

const addresses = ['127.0.0.1', '127.0.0.2'] as const
let step = 0
const random = () => randomOf(seed, step++)

let home = 0
let movedAt = performance.now()
let inARow = 0
const count = { heard: 0, resets: 0, late: 0 }

function listenAt(address: string, port: number): Promise<Server> {
  const busy = new Set<Socket>()
  const server = createServer(async ({ socket }, response) => {
    count.heard += 1
    busy.add(socket)
    response.on('close', () => {
      busy.delete(socket)
      // Closed while it is kept for the next call, now and then just when that begins.
      socket.setTimeout(between(20, 400, seed, step++), () => busy.has(socket) || socket.destroySoon())
    })
    const isOld = address !== addresses[home] && performance.now() - movedAt > connectionAge + slowest
    if (isOld) count.late += 1
    // Most answers are quick, so that many calls are made.
    if (random() < 0.1) await setTimeout(between(0, slowest, seed, step++))
    response.end('ok')
  })
  server.keepAliveTimeout = 1000
  server.on('connection', (socket) => {
    const isReset = inARow < mostResets && random() < 0.2
    inARow = isReset ? inARow + 1 : 0
    if (isReset) {
      count.resets += 1
      socket.resetAndDestroy()
    }
  })
  return new Promise((resolve) => server.listen(port, address, () => resolve(server)))
}

const first = await listenAt(addresses[0], 0)
const { port } = first.address() as AddressInfo
const servers = [first, await listenAt(addresses[1], port)]

const lookup: LookupFunction = (_name, options, done) => {
  const address = addresses[home] as string
  if (options.all) done(null, [{ address, family: 4 }])
  else done(null, address, 4)
}
const upstream = createUpstream({
  clock: systemClock,
  proxy: {},
  userAgent: 'soak',
  retryDelay: 10,
  connectionAge,
  lookup
})

const run = promisify(execFile)
async function byCurl(): Promise<boolean> {
  const flags = ['-sS', '--retry', '2', '--retry-all-errors', '--retry-delay', '0', '--max-time', '10']
  const resolve = ['--resolve', `api.test:${port}:${addresses[home]}`]
  return run('curl', [...flags, ...resolve, `http://api.test:${port}/`]).then(
    ({ stdout }) => stdout === 'ok',
    () => false
  )
}

const end = performance.now() + seconds * 1000
const failures: string[] = []
let [calls, curls, curlFailures] = [0, 0, 0]
const heardByCurl = { heard: 0, resets: 0 }
while (performance.now() < end) {
  if (performance.now() - movedAt > movesEvery) {
    home = 1 - home
    movedAt = performance.now()
  }
  calls += 1
  try {
    const { body } = await upstream.request({
      provider: 'soak',
      endpoint: 'stats',
      method: 'GET',
      counted: true,
      url: new URL(`http://api.test:${port}/`),
      signal: AbortSignal.timeout(20_000),
      hostSetting: 'SOAK_URL'
    })
    if (body.toString() !== 'ok') failures.push(`another answer: ${body}`)
  } catch (error) {
    failures.push((error as Error).message)
  }
  // Now and then, so that connections are closed in the meantime.
  if (random() < 0.3) await setTimeout(between(5, 450, seed, step++))
  if (random() < 0.03) {
    const before = { ...count }
    curls += 1
    if (!(await byCurl())) curlFailures += 1
    heardByCurl.heard += count.heard - before.heard
    heardByCurl.resets += count.resets - before.resets
  }
}
upstream.close()
for (const server of servers) {
  server.closeAllConnections()
  server.close()
}

const counted = upstream.callsMade('soak')
const heard = count.heard - heardByCurl.heard
const resets = count.resets - heardByCurl.resets
console.log(`${seconds} s, seed ${seed}`)
console.log(`${calls} calls, ${failures.length} failed; ${curls} by curl, ${curlFailures} failed`)
console.log(
  `counted ${counted}, heard ${heard}, connections reset ${resets}, heard at the address that was left ${count.late}`
)
const complaints = [
  ...[...new Set(failures)].map((message) => `a call failed: ${message}`),
  ...(counted < heard || counted > heard + resets ? ['calls are counted wrongly'] : []),
  ...(count.late > 0 ? ['calls go to an address that was left'] : []),
  ...(calls < seconds ? ['there were too few calls to say anything'] : [])
]
for (const complaint of complaints) console.error(complaint)
process.exitCode = complaints.length === 0 ? 0 : 1
