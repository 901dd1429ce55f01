/**
 * The timer of a source's refreshes. A refresh that is due waits for the next scrape and ends shortly before it, so that
 * the scrape reads new data. It only ever waits, so it takes no more calls. Lengths are milliseconds.
 */
import type { Clock } from '../../src/contract/clock.ts'

export interface AlignedStart {
  /** When the refresh may start at the earliest, as its TTL and quota allow. */
  readonly earliest: number
  /** What a refresh takes. */
  readonly duration: number
  /** Between two refreshes. */
  readonly interval: number
  /** For how long a scrape is waited for. */
  readonly patience: number
  /** Place among the sources that may wait for the same scrape. Each starts a little before the one that follows. */
  readonly slot?: number
}

/** The least and the most, and the part of the interval, by which a refresh ends before a scrape. */
const shortestMargin = 100
const longestMargin = 2000
const marginPart = 0.02
/** Ten sources a second, so that many accounts do not ask all at once; and the part of the interval that they share. */
const slotLength = 100
const slotsPart = 0.25

/**
 * When a refresh starts so that it ends shortly before the next scrape. It is never sooner than `earliest`, and no
 * scrape lies between the two, so none gets older data for it.
 */
export function alignedStart(
  { earliest, duration, interval, patience, slot = 0 }: AlignedStart,
  nextScrape: (at: number) => number | undefined
): number {
  const scrape = nextScrape(earliest + duration)
  if (scrape === undefined) return earliest
  const margin = Math.min(longestMargin, Math.max(shortestMargin, interval * marginPart))
  const stagger = (slot * slotLength) % (interval * slotsPart)
  const start = Math.max(earliest, scrape - duration - margin - stagger)
  return start - earliest < patience ? start : earliest
}

export interface RefreshTimerOptions {
  readonly clock: Clock
  /** The first scrape expected after a time of the monotonic clock; undefined where none is, or none is waited for. */
  readonly nextScrape: (at: number) => number | undefined
  readonly slot: number
  readonly refresh: () => void
}

/** By how much a duration counts less with each refresh after it: a slow one is remembered for a while. */
const fading = 0.9

/** Refreshes that may be missed before the machinery counts as stuck, and the least milliseconds that these are. */
const missedRefreshes = 3
const shortestOverdue = 60_000

export function createRefreshTimer({ clock, nextScrape, slot, refresh }: RefreshTimerOptions) {
  let callOff = () => {}
  /** By the monotonic clock, and in Unix milliseconds. */
  let due: number | undefined
  let nextAttempt: number | undefined
  let duration = 0

  function arm(pause: number, run: () => void): void {
    callOff()
    due = clock.elapsed() + pause
    nextAttempt = clock.now() + pause
    callOff = clock.after(pause, run)
  }

  return {
    /** A refresh begins. */
    begin(): void {
      callOff()
      due = clock.elapsed()
    },
    /** A refresh has succeeded, and took so long. */
    took(ms: number): void {
      duration = Math.max(ms, duration * fading)
    },
    start(pause: number): void {
      arm(pause, refresh)
    },
    /** As `start`, and then waits for a scrape. What it may wait is asked when the pause is over. */
    startAligned(pause: number, wait: () => Pick<AlignedStart, 'interval' | 'patience'>): void {
      arm(pause, () => {
        const earliest = clock.elapsed()
        const start = alignedStart({ earliest, duration, slot, ...wait() }, nextScrape)
        if (start > earliest) arm(start - earliest, refresh)
        else refresh()
      })
    },
    /** No refresh follows. */
    stop(): void {
      callOff()
      due = undefined
    },
    /** When the running refresh began, or the next one should; by the monotonic clock. */
    due: (): number | undefined => due,
    /** Whether it should have been over long ago. */
    isOverdue: (interval: number): boolean =>
      due !== undefined && clock.elapsed() - due > Math.max(missedRefreshes * interval, shortestOverdue),
    nextAttempt: (): number | undefined => nextAttempt
  }
}
