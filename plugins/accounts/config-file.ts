/**
 * The configuration file while the program runs: read again on a signal, on request, and when it or a file that it names
 * changes. It is looked at, not watched: a ConfigMap is changed by swapping a link, of which a watch of the file hears nothing.
 */
import type { FastifyBaseLogger } from 'fastify'
import type { EnabledProvider } from '../../src/config/config.ts'
import { createReloading, type ReadFile } from '../../src/config/reloading.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { toFailure } from '../../src/contract/failure.ts'
import type { Family } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'

/** Milliseconds from one look to the next. */
const lookEvery = 5000

/** What a change of the file has come to: names of accounts. */
export interface Changes {
  readonly started: readonly string[]
  readonly ended: readonly string[]
  readonly kept: number
}

export interface ConfigFileOptions {
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** Reads and checks the file. Throws a `SettingsError`. */
  readonly read: (readFile: ReadFile) => readonly EnabledProvider[]
  readonly follow: (wanted: readonly EnabledProvider[]) => Promise<Changes>
}

/** What a reload has come to; `fault` says why nothing has changed. */
export type Reloaded = { readonly fault?: string }

export function createConfigFile({ clock, log, read, follow }: ConfigFileOptions) {
  const file = createReloading(read)
  let isGood = true
  let lastSuccess = clock.now()
  let last: Promise<Reloaded> = Promise.resolve({})
  let callOff = () => {}

  async function reload(): Promise<Reloaded> {
    const state = file.refresh()
    // A fault stays one until the file changes.
    if (state === 'same' && !isGood) return { fault: 'the file is not good, and has not changed since' }
    try {
      if (typeof state === 'object') throw state.error
      const { started, ended, kept } = await follow(file.value())
      if (state === 'changed') log.info({ started, ended, kept }, 'the configuration file is read again')
      isGood = true
      lastSuccess = clock.now()
      return {}
    } catch (error) {
      isGood = false
      const fault = error instanceof SettingsError ? error.message : toFailure(error).message
      log.error({ reason: fault }, 'the configuration file cannot be used; what was in force stays')
      return { fault }
    }
  }

  /** One at a time. Never rejects. */
  function reloadInTurn(): Promise<Reloaded> {
    last = last.then(reload)
    return last
  }

  function look(): void {
    callOff = clock.after(lookEvery, () => {
      void (file.isChanged() ? reloadInTurn() : last).then(look)
    })
  }

  look()
  return {
    reload: reloadInTurn,
    families: (): Family[] => reloadFamilies(isGood, lastSuccess),
    close(): void {
      callOff()
      callOff = () => {}
    }
  }
}

/** `lastSuccess`: Unix milliseconds. */
export function reloadFamilies(isGood: boolean, lastSuccess: number): Family[] {
  return [
    {
      name: 'edge_exporter_config_last_reload_successful',
      help: '1 when the configuration file could be used when it was read last, else 0.',
      type: 'gauge',
      samples: [{ labels: {}, value: isGood ? 1 : 0 }]
    },
    {
      name: 'edge_exporter_config_last_reload_success_timestamp_seconds',
      help: 'Unix time at which the configuration file was last read and could be used.',
      type: 'gauge',
      unit: 'seconds',
      samples: [{ labels: {}, value: lastSuccess / 1000 }]
    }
  ]
}
