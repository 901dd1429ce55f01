/** Where the program listens. */
import type { Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'

export interface ListenAddress {
  /** `::` for every address of both families. */
  readonly host: string
  readonly port: number
}

/** On the sockets that systemd hands over, or on these addresses. */
export type Listening = 'systemd' | readonly ListenAddress[]

/** The addresses of LISTEN_ADDRESS, whose form is checked already. */
export function listeningOf({ LISTEN_ADDRESS = '', SYSTEMD_SOCKET }: Settings, faults: Fault[]): Listening {
  if (SYSTEMD_SOCKET === 'true') return 'systemd'
  const texts = LISTEN_ADDRESS.split(',').map((text) => text.trim())
  const addresses = texts.map(addressOf)
  for (const { port } of addresses) {
    if (port > 65_535) faults.push({ setting: 'LISTEN_ADDRESS', message: `port ${port} is above 65535` })
  }
  const twice = texts.find((text, i) => texts.indexOf(text) < i && !text.endsWith(':0'))
  if (twice !== undefined) faults.push({ setting: 'LISTEN_ADDRESS', message: `names ${twice} twice` })
  return addresses
}

function addressOf(text: string): ListenAddress {
  const colon = text.lastIndexOf(':')
  const host = text.slice(0, colon).replace(/^\[|\]$/g, '')
  return { host: host === '' ? '::' : host, port: Number(text.slice(colon + 1)) }
}
