/** Whom the TLS of this program trusts: the authorities of Node.js, and those of a file that may change. */
import tls from 'node:tls'
import type { FastifyBaseLogger } from 'fastify'
import { createReloading } from '../../src/config/reloading.ts'
import { readAuthorities } from '../../src/config/upstream-settings.ts'
import { toFailure } from '../../src/contract/failure.ts'
import { SettingsError } from '../../src/contract/settings.ts'

/**
 * Trusts the authorities of the PEM file from now on, in every connection of the process, as proxies and Redis have
 * certificates, too. Returns what looks whether the file has changed. A change that is no good is logged, and what was
 * trusted stays. Throws a `SettingsError`.
 */
export function trustFile(path: string, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): () => void {
  const usual = tls.getCACertificates('default')
  const own = createReloading((read) => readAuthorities(path, read))
  const trust = () => tls.setDefaultCACertificates([...usual, ...own.value()])
  trust()
  return () => {
    const outcome = own.refresh()
    if (outcome === 'same') return
    if (outcome === 'changed') {
      trust()
      log.info('the authorities of CA_FILE were read again')
      return
    }
    const { error } = outcome
    const why = error instanceof SettingsError ? error.message : toFailure(error).message
    log.warn(`${why}; the authorities that were read before stay in use`)
  }
}
