/**
 * A process of its own: the simulated account. Arguments: port, monitors, `moving` where each answer is a minute later than
 * the one before (of four in turn) or `changing` where a tenth of the monitors is to be another with every answer, and
 * how many customers of so many monitors it has.
 */
import { createSimulator } from '../providers/site24x7/simulator/index.ts'
import { type Clock, systemClock } from '../src/contract/clock.ts'
import { answersOf, changed, world } from './world.ts'

const [port, size, kind, customers = '0'] = process.argv.slice(2)

// Its time stands still, as a new minute of a big account takes the simulator seconds in which it answers nobody.
const started = Date.now()
const clock: Clock = { ...systemClock, now: () => started }
const simulator = await createSimulator({
  ...world,
  size: Number(size),
  customers: Number(customers),
  clock,
  throttle: false,
  tokenLifetime: 1e9
})
simulator.app.get('/settings', async () => simulator.settings(`http://127.0.0.1:${port}`))
simulator.app.get('/calls', async () => simulator.calls)
if (kind === 'moving') {
  const answers = answersOf(Number(size), 4).map((answer) => Buffer.from(answer))
  simulator.app.addHook('onSend', async ({ routeOptions }, reply, payload) => {
    const isOther = routeOptions.url !== '/api/current_status' || reply.statusCode !== 200
    return isOther ? payload : answers[(simulator.calls.current_status ?? 0) % answers.length]
  })
}
if (kind === 'changing') {
  simulator.app.addHook('onSend', async ({ routeOptions }, _reply, payload) => {
    if (routeOptions.url !== '/api/current_status') return payload
    const { data, ...rest } = JSON.parse(String(payload))
    return JSON.stringify({ ...rest, data: changed(data, simulator.calls.current_status ?? 0) })
  })
}
await simulator.app.listen({ host: '127.0.0.1', port: Number(port) })
process.once('SIGTERM', () => void simulator.app.close())
