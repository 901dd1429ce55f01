/** A name server for one name, as the resolver of this process sees it. */
import dns from 'node:dns'

/** The host under which a simulator is known. */
export const providerHost = 'provider.test'

let failure: string | undefined

/** From now on the name is not found (`ENOTFOUND`), the name server does not answer (`EAI_AGAIN`), or all is well. */
export function failNames(code: 'ENOTFOUND' | 'EAI_AGAIN' | undefined): void {
  failure = code
}

type Callback = (error: Error | null, address?: unknown, family?: number) => void

const real = dns.lookup as (host: string, options: object, callback: Callback) => void

dns.lookup = ((host: string, options: { all?: boolean }, callback: Callback) => {
  if (host !== providerHost) return real(host, options, callback)
  process.nextTick(() => {
    if (failure !== undefined) {
      callback(Object.assign(new Error(`getaddrinfo ${failure} ${host}`), { code: failure, syscall: 'getaddrinfo' }))
    } else if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
    else callback(null, '127.0.0.1', 4)
  })
}) as typeof dns.lookup
