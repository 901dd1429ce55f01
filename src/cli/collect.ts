/** `edge-exporter collect`: one exposition to standard output or to a file. */
import { realpath, stat } from 'node:fs/promises'
import { sourceFamilies } from '../../plugins/metrics/self-metrics.ts'
import { writeFileAtomic } from '../../plugins/store/atomic-file.ts'
import { buildCollector } from '../app.ts'
import { configuration } from '../config/file/configuration.ts'
import { causeOf } from '../contract/failure.ts'
import type { AnyProvider, Settings } from '../contract/provider.ts'
import { concatenate, inflated, merge, render } from '../exposition/exposition.ts'
import { loggerOf } from './output/log.ts'

export interface CollectOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  /** Where to write; standard output when it is not given. */
  readonly output?: string | undefined
}

/** True when every provider was wholly collected. What was collected is written in any case. */
export async function collect({ providers, flags, env, output }: CollectOptions): Promise<boolean> {
  const config = await configuration({ providers, flags, env })
  const logger = loggerOf(config.settings, process.stderr)
  const app = await buildCollector(config, { logger, background: false })
  await app.ready()
  const isCollected = await app.snapshots.refreshAll()
  const statuses = app.snapshots.statuses()
  const data = statuses.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot.families]))
  const families = await inflated([...render(sourceFamilies(statuses)), ...data.flat()])
  const text = concatenate(merge([families]), 'text')
  await app.close()
  if (output === undefined) await print(text)
  else await write(output, text)
  return isCollected
}

/** Waits until all of it is written. Who reads only the beginning does so on purpose. */
async function print(text: string): Promise<void> {
  process.stdout.on('error', () => {})
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.write(text, resolve)
  })
  if (error && error.code !== 'EPIPE') throw new Error(`cannot write to standard output (${error.code})`)
}

/** A file that is there keeps its mode, and a link leads to it as before. */
async function write(output: string, text: string): Promise<void> {
  try {
    const file = await realpath(output).catch(() => output)
    const mode = await stat(file).then(
      (found) => found.mode & 0o777,
      () => 0o666
    )
    await writeFileAtomic(file, Buffer.from(text), mode)
  } catch (error) {
    throw new Error(`cannot write to ${output} (${causeOf(error)}); nothing was changed`)
  }
}
