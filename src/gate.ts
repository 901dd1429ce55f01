/** How many requests of one kind are answered at a time, and for how long. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from './clock.ts'

export interface GateOptions {
  readonly clock: Clock
  /** Requests that may be inside at a time. */
  readonly size: number
  /** Milliseconds after which one that is still inside is thrown out. */
  readonly patience: number
  /** What a request that finds the gate closed is told. */
  readonly refusal: string
  readonly onRefused: () => void
}

/** A hook for `onRequest`. A request is inside until its answer is sent to its end, or the client has left. */
export function createGate({ clock, size, patience, refusal, onRefused }: GateOptions) {
  let inside = 0

  return (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (inside >= size) {
      onRefused()
      reply.code(503).header('retry-after', '1').type('text/plain; charset=utf-8').send(refusal)
      return
    }
    inside += 1
    const { raw } = reply
    const callOff = clock.after(patience, () => raw.destroy())
    raw.once('close', () => {
      inside -= 1
      callOff()
    })
    done()
  }
}
