/** A real Redis with a replica, and a Sentinel that watches them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Test } from 'tap'
import { freePort, startRedis, startServer } from './servers.ts'

export async function startSentinel(t: Test) {
  const folder = t.testdir({ primary: {}, replica: {} })
  // In a folder of its own, as a replica takes what it is sent by way of a file.
  const inFolder = (name: string, ...args: string[]) => ({ args: ['--dir', join(folder, name), ...args] })
  const primary = await startRedis(t, inFolder('primary'))
  const replica = await startRedis(t, inFolder('replica', '--replicaof', '127.0.0.1', `${primary.port}`))
  const port = await freePort()
  const file = join(folder, 'sentinel.conf')
  const of = 'mymaster'
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${of} 127.0.0.1 ${primary.port} 1`,
      `sentinel down-after-milliseconds ${of} 1000`,
      `sentinel failover-timeout ${of} 3000`
    ].join('\n')
  )
  await startServer(t, {
    command: 'redis-sentinel',
    args: [file],
    ready: `redis://127.0.0.1:${port}`,
    isReady: () => isAnswering(port)
  })
  const sentinel = new Redis({ host: '127.0.0.1', port })
  t.teardown(() => sentinel.disconnect())
  return {
    primary,
    replica,
    url: `redis+sentinel://127.0.0.1:${port}/${of}/0`,
    /** Makes the replica the primary. */
    async failOver(): Promise<void> {
      // Sentinel looks for replicas every ten seconds.
      for (let i = 0; i < 60 && ((await sentinel.call('SENTINEL', 'replicas', of)) as unknown[]).length === 0; i += 1) {
        await sleep(250)
      }
      await sentinel.call('SENTINEL', 'failover', of)
    }
  }
}

function isAnswering(port: number): Promise<boolean> {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => {})
  return client
    .connect()
    .then(() => client.ping())
    .then(
      () => true,
      () => false
    )
    .finally(() => client.disconnect())
}
