/** The service as a child process that tells, when it is asked, what it takes of the machine. */
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { responseSizeLimit } from '../../plugins/upstream/response-size-limit.ts'
import { providers } from '../../providers/index.ts'
import { serve } from '../../src/cli/serve.ts'
import { bytesInUse } from '../support/garbage.ts'

/** What it takes. Bytes and milliseconds. */
export interface Usage {
  readonly rss: number
  /** After all garbage is collected. */
  readonly heap: number
  /** What keeps libuv busy, sockets included. */
  readonly handles: number
  readonly sockets: number
  /** 99th percentile since the last sample. */
  readonly loopDelay: number
}

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

process.on('message', async () => {
  const loopDelay = delay.percentile(99) / 1e6
  const heap = await bytesInUse()
  const resources = process.getActiveResourcesInfo()
  const usage: Usage = {
    rss: process.memoryUsage.rss(),
    heap,
    handles: resources.length,
    sockets: resources.filter((name) => /^(TCPSocket|TLS)Wrap$/.test(name)).length,
    loopDelay
  }
  // The collection just asked for is no delay of the program's own.
  delay.reset()
  process.send?.(usage)
})

/** Bytes that an endless answer may have, as in a container with 256 MiB: what is looked for is growth beside it. */
const bodyLimit = responseSizeLimit(256 * 2 ** 20)

const app = await serve({ providers, flags: { LISTEN_ADDRESS: '127.0.0.1:0' }, env: process.env, bodyLimit })
process.send?.((app.server.address() as AddressInfo).port)
