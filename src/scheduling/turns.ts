/** Turns one after the other, so that many who begin at once are no burst. */
import type { Clock } from '../contract/clock.ts'

/** Tells for each key after how many milliseconds it may begin, which is the same each time; keys are `between` ms apart. */
export function createTurns(clock: Pick<Clock, 'elapsed'>, between: number): (key: string) => number {
  const turns = new Map<string, number>()
  let free = Number.NEGATIVE_INFINITY
  return (key) => {
    const now = clock.elapsed()
    for (const [known, at] of turns) if (at < now) turns.delete(known)
    const turn = turns.get(key) ?? Math.max(now, free)
    if (!turns.has(key)) free = turn + between
    turns.set(key, turn)
    return turn - now
  }
}
