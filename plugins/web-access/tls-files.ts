/** What the TLS server is made of: the PEM texts read and checked, in the form that `node:tls` takes. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext, DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls'
import type { ReadFile } from '../../src/config/reloading.ts'
import { causeOf } from '../../src/contract/failure.ts'
import { type Fault, SettingsError } from '../../src/contract/settings.ts'
import type { Pem, TlsConfig } from './web-config.ts'

export interface TlsMaterial {
  readonly context: SecureContextOptions
  /** Unix milliseconds at which the certificate ends. */
  readonly expiry: number
}

/** Throws a `SettingsError` that quotes nothing of a key. */
export function readTls(config: TlsConfig, read: ReadFile): TlsMaterial {
  const faults: Fault[] = []
  const fault = (message: string) => faults.push({ setting: 'WEB_CONFIG_FILE', message })
  const textOf = (what: string, pem: Pem): string | undefined => {
    if ('text' in pem) return pem.text
    try {
      return read(pem.file)
    } catch (error) {
      fault(`cannot read the ${what} ${pem.file} (${causeOf(error)})`)
      return undefined
    }
  }

  const cert = textOf('certificate', config.cert)
  const key = textOf('key', config.key)
  const ca = config.clientCa === undefined ? undefined : textOf('client CA', config.clientCa)
  const leaf = cert === undefined ? undefined : parse(cert)
  if (cert !== undefined && leaf === undefined) fault('the certificate is no PEM text of an X.509 certificate')
  if (ca !== undefined && parse(ca) === undefined) fault('the client CA is no PEM text of an X.509 certificate')
  const context = { cert, key, ca, ...protocolOf(config) } as SecureContextOptions
  if (faults.length === 0) {
    try {
      createSecureContext(context)
      // OpenSSL keeps certificates and keys of different kinds side by side, and then has no pair of either.
      const isPair = (leaf as X509Certificate).checkPrivateKey(createPrivateKey(key as string))
      if (!isPair) fault('the key is not that of the certificate')
    } catch (error) {
      fault(`certificate, key and ciphers do not work together (${causeOf(error)})`)
    }
  }
  if (faults.length > 0) throw new SettingsError(faults)
  return { context, expiry: (leaf as X509Certificate).validToDate.getTime() }
}

/** The first certificate of a PEM text. */
function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** Cannot be chosen in Go, and so are always on. */
const ciphersOf13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']

function protocolOf({ minVersion, maxVersion, ciphers, curves, honorCipherOrder }: TlsConfig): SecureContextOptions {
  const isOld = minVersion < 'TLSv1.2'
  const names = ciphers === undefined ? [DEFAULT_CIPHERS] : [...new Set([...ciphersOf13, ...ciphers])]
  return {
    minVersion,
    maxVersion,
    honorCipherOrder,
    // The signatures of TLS 1.0 and 1.1 are too weak for any other level.
    ...(ciphers !== undefined || isOld ? { ciphers: [...names, ...(isOld ? ['@SECLEVEL=0'] : [])].join(':') } : {}),
    ...(curves === undefined ? {} : { ecdhCurve: curves.join(':') })
  }
}
