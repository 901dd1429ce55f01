/** The web configuration file together with the files it names. */

import { createReloading, type ReadFile, type Reloading } from '../../src/config/reloading.ts'
import { causeOf } from '../../src/contract/failure.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { readTls, type TlsMaterial } from './tls-files.ts'
import { parseWebConfig, type WebConfig } from './web-config.ts'

export interface WebFiles {
  readonly config: WebConfig
  /** Undefined: plain HTTP. */
  readonly tls: TlsMaterial | undefined
}

/** Throws a `SettingsError` for what cannot be used. */
export function watchWebFiles(path: string): Reloading<WebFiles> {
  let first: WebConfig | undefined
  return createReloading((read) => {
    const files = readWebFiles(path, read)
    first ??= files.config
    faultOfChange(first, files.config)
    return files
  })
}

function readWebFiles(path: string, read: ReadFile): WebFiles {
  const config = parseWebConfig(readText(path, read), path)
  return { config, tls: config.tls === undefined ? undefined : readTls(config.tls, read) }
}

function readText(path: string, read: ReadFile): string {
  try {
    return read(path)
  } catch (error) {
    const message = `cannot be read (${causeOf(error)})`
    throw new SettingsError([{ setting: 'WEB_CONFIG_FILE', message }])
  }
}

/** What a server is at its start it stays. */
function faultOfChange(first: WebConfig, next: WebConfig): void {
  const isOther = (first.tls === undefined) !== (next.tls === undefined) || first.http2 !== next.http2
  if (!isOther) return
  const message = 'turning TLS or http2 on or off takes effect after a restart only'
  throw new SettingsError([{ setting: 'WEB_CONFIG_FILE', message }])
}
