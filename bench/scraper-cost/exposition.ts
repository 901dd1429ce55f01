/** Writes what 10,000 monitors give, about 200,000 series, to the folder that is named: what `main.go` reads. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { providers } from '../../providers/index.ts'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { world } from '../world.ts'

const [folder = '.'] = process.argv.slice(2)
const simulator = await createSimulator({ ...world, size: 10_000, throttle: false })
const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
const app = await buildApp(loadConfig({ providers, env: simulator.settings(origin) }))
await app.ready()
await app.snapshots.refreshAll()
for (const [file, accept] of [
  ['exposition.txt', 'text/plain'],
  ['exposition.om', 'application/openmetrics-text']
] as const) {
  const { rawPayload } = await app.inject({ url: '/metrics', headers: { accept } })
  writeFileSync(join(folder, file), rawPayload)
}
await app.close()
await simulator.app.close()
