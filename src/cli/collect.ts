/** `edge-exporter collect`: one exposition to standard output or to a file. */
import writeFileAtomic from 'write-file-atomic'
import { buildCollector } from '../app.ts'
import { loadConfig } from '../config.ts'
import type { AnyProvider, Settings } from '../contract.ts'
import { concatenate, merge, render } from '../exposition.ts'
import { createLogger } from '../log.ts'
import { sourceFamilies } from '../self-metrics.ts'

export interface CollectOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  /** Where to write; standard output when it is not given. */
  readonly output?: string | undefined
}

/** True when every provider was wholly collected. What was collected is written in any case. */
export async function collect({ providers, flags, env, output }: CollectOptions): Promise<boolean> {
  const config = loadConfig({ providers, flags, env })
  const logger = createLogger(config.settings.LOG_LEVEL as string, process.stderr)
  const app = await buildCollector(config, { logger, background: false })
  await app.ready()
  const isCollected = await app.snapshots.refreshAll()
  const statuses = app.snapshots.statuses()
  const data = statuses.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot.families]))
  const text = concatenate(merge([render(sourceFamilies(statuses)), ...data]), 'text')
  await app.close()
  if (output === undefined) process.stdout.write(text)
  else await writeFileAtomic(output, text)
  return isCollected
}
