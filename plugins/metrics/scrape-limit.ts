/** How many requests of one kind are answered at a time, and for how long. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'

export interface ScrapeLimitOptions {
  readonly clock: Clock
  /** Requests that may be inside at a time. */
  readonly size: number
  /** Milliseconds after which one that is still inside is thrown out. */
  readonly patience: number
  /** What a request that comes above the limit is told. */
  readonly refusal: string
  readonly onRefused: () => void
}

/** A hook for `onRequest`. A request is inside until its answer is sent to its end, or the client has left. */
export function createScrapeLimit({ clock, size, patience, refusal, onRefused }: ScrapeLimitOptions) {
  /** Who is inside, the first to come first, and when each came by the monotonic clock. */
  const inside = new Map<FastifyReply['raw'], number>()
  let isWatching = false

  // One timer for all, as all have the same time: it is set for who came first, who has to leave first.
  function watch(ms: number): void {
    isWatching = true
    clock.after(ms, () => {
      isWatching = false
      for (const [raw, since] of inside) {
        const left = since + patience - clock.elapsed()
        if (left > 0) {
          watch(left)
          return
        }
        // One that had left before it came to this limit says so no second time.
        inside.delete(raw)
        raw.destroy()
      }
    })
  }

  function leave(this: FastifyReply['raw']): void {
    inside.delete(this)
  }

  return (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    // The client may have left while something else was waited for, such as the check of a password.
    if (reply.raw.destroyed) {
      done()
      return
    }
    if (inside.size >= size) {
      onRefused()
      reply.code(503).header('retry-after', '1').type('text/plain; charset=utf-8').send(refusal)
      return
    }
    inside.set(reply.raw, clock.elapsed())
    reply.raw.on('close', leave)
    if (!isWatching) watch(patience)
    done()
  }
}
