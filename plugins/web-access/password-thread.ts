/** Compares passwords with hashes in a thread of its own, as each takes about as long as serving a hundred scrapes. */
import { extname } from 'node:path'
import type { Piscina } from 'piscina'
import type { Comparison } from './password-thread-entry.ts'

export function createPasswordThread() {
  let pool: Promise<Piscina> | undefined

  async function start(): Promise<Piscina> {
    const { Piscina } = await import('piscina')
    const filename = new URL(`./password-thread-entry${extname(import.meta.url)}`, import.meta.url).href
    // Right passwords are remembered, so most of the time there is nothing to do.
    return new Piscina({ filename, minThreads: 0, maxThreads: 1, idleTimeout: 30_000 })
  }

  return {
    async compare(password: string, hash: string): Promise<boolean> {
      pool ??= start()
      const comparison: Comparison = { password, hash }
      return (await pool).run(comparison)
    },
    async close(): Promise<void> {
      await (await pool)?.destroy()
    }
  }
}
