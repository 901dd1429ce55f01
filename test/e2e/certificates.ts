/** Certificates made with openssl for one test. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export interface KeyPair {
  readonly cert: string
  readonly key: string
}

export interface Certificates {
  /** Paths. */
  readonly ca: string
  readonly server: KeyPair
  readonly client: KeyPair
  /** A client of another name. */
  readonly otherName: KeyPair
  readonly expired: KeyPair
  /** A client whose certificate another CA has signed. */
  readonly stranger: KeyPair
  /** One more for the server, signed by the same CA. */
  renewServer(name: string, days?: number): KeyPair
}

export const clientName = 'prometheus.example'

export function makeCertificates(folder: string): Certificates {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

  function authority(name: string): string {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`
    )
    return name
  }

  function sign(ca: string, name: string, sans: string, days = 2): KeyPair {
    const extensions = ['-addext', `subjectAltName=${sans}`]
    openssl(
      'req',
      '-new',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
      ...extensions
    )
    const by = ['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`, '-CAcreateserial']
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      `${days}`,
      '-copy_extensions',
      'copy',
      '-out',
      `${name}.crt`
    )
    return { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) }
  }

  const ca = authority('ca')
  const serverSans = 'DNS:localhost,IP:127.0.0.1'
  return {
    ca: join(folder, 'ca.crt'),
    server: sign(ca, 'server', serverSans),
    client: sign(ca, 'client', `DNS:${clientName}`),
    otherName: sign(ca, 'other-name', 'DNS:other.example'),
    expired: sign(ca, 'expired', `DNS:${clientName}`, -1),
    stranger: sign(authority('other-ca'), 'stranger', `DNS:${clientName}`),
    renewServer: (name, days) => sign(ca, name, serverSans, days)
  }
}
