/**
 * Noise that is a pure function of its arguments, for the simulators' worlds: the same seed, key and time always
 * give the same value, whatever was asked for before. Keys and times are folded to 32 bits; not for cryptography.
 */

/** A 32-bit hash of numbers, in their order. Fractions are cut off. */
export function hash(...parts: readonly number[]): number {
  let state = 0x9e3779b9
  for (const each of parts) {
    const part = Math.trunc(each)
    state = scramble(state ^ part)
    // A wall clock in milliseconds needs 41 bits; without its upper bits it would repeat every 50 days.
    const upper = Math.trunc(part / 2 ** 32)
    if (upper !== 0) state = scramble(state ^ upper)
  }
  return state >>> 0
}

/** A 32-bit hash of a text, to use it as a key (FNV-1a). */
export function hashText(text: string): number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return scramble(state) >>> 0
}

/** A pseudo-random number of its arguments: from 0 up to, but not including, 1. */
export function randomOf(...parts: readonly number[]): number {
  return hash(...parts) / 2 ** 32
}

/** A whole number from `low` to `high`, both included. */
export function between(low: number, high: number, ...parts: readonly number[]): number {
  return low + Math.floor(randomOf(...parts) * (high - low + 1))
}

/** One item of a list that is not empty. */
export function pick<Item>(items: readonly Item[], ...parts: readonly number[]): Item {
  const item = items[hash(...parts) % items.length]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** A number from 0 to 1 that wanders smoothly: it takes a new direction every `period` ms of `time`. */
export function wander(key: number, time: number, period: number): number {
  const step = Math.floor(time / period)
  const along = time / period - step
  const from = randomOf(key, step)
  return from + (randomOf(key, step + 1) - from) * along * along * (3 - 2 * along)
}

/** A stretch of time in Unix milliseconds, `end` not included. */
export interface Episode {
  readonly start: number
  readonly end: number
}

export interface EpisodeRule {
  /** At most one episode in each stretch of so many ms. */
  readonly every: number
  /** 0..1: the share of those stretches that have an episode. */
  readonly chance: number
  /** Milliseconds that an episode lasts. The longest must not be longer than `every`. */
  readonly shortest: number
  readonly longest: number
}

/** The episode that is running at `time`, if there is one. An episode never crosses the border of its stretch. */
export function episode(key: number, time: number, rule: EpisodeRule): Episode | undefined {
  const stretch = Math.floor(time / rule.every)
  if (randomOf(key, stretch, 1) >= rule.chance) return undefined
  const length = rule.shortest + randomOf(key, stretch, 2) * (rule.longest - rule.shortest)
  const start = Math.floor(stretch * rule.every + randomOf(key, stretch, 3) * (rule.every - length))
  const end = Math.floor(start + length)
  return time >= start && time < end ? { start, end } : undefined
}

/** The last step of murmur3: every bit of the input changes half of the output's bits. */
function scramble(value: number): number {
  let state = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  // The constant keeps a run of zeros from staying zero.
  return (state ^ (state >>> 16)) + 0x6d2b79f5
}
