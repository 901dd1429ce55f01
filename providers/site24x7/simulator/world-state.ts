/** How the monitors of the simulated account are at a moment: pure functions of the monitor's key and the time. */
import { episode, pick, randomOf, wander } from '../../../src/simulation/pseudo-random.ts'
import { downReasons, type Measure } from './world-catalog.ts'
import type { Habit, RosterMonitor } from './world-roster.ts'

export const status = {
  down: 0,
  up: 1,
  trouble: 2,
  critical: 3,
  suspended: 5,
  maintenance: 7,
  discovery: 9,
  misconfigured: 10
} as const

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export interface Condition {
  readonly status: number
  readonly outage?: Outage
}

export interface Outage {
  /** Unix milliseconds at which it began. */
  readonly since: number
  readonly reason: string
  /** Only some of the locations see it. */
  readonly partly: boolean
}

/** `since` starts anew after each stretch, so that the texts for minutes, hours and days all appear. */
const habitConditions: Readonly<Record<Habit, { readonly status: number; readonly stretch?: number }>> = {
  down: { status: status.down, stretch: 20 * day },
  'partly down': { status: status.down, stretch: 13 * hour },
  trouble: { status: status.trouble, stretch: 55 * minute },
  critical: { status: status.critical, stretch: 7 * hour },
  suspended: { status: status.suspended },
  maintenance: { status: status.maintenance },
  discovery: { status: status.discovery },
  misconfigured: { status: status.misconfigured }
}

const absences = { every: 8 * hour, chance: 0.6, shortest: hour, longest: 6 * hour }
const suspensions = { every: 14 * day, chance: 0.5, shortest: 2 * day, longest: 9 * day }
const maintenances = { every: day, chance: 1, shortest: hour, longest: 2 * hour }
const outages = { every: 6 * hour, chance: 0.12, shortest: 3 * minute, longest: 50 * minute }

/** How long a new monitor is shown as being discovered. */
const discoveryTime = 10 * minute

/** Whether the account has this monitor at `time`. */
export function exists({ key, permanent }: RosterMonitor, time: number): boolean {
  return permanent || episode(key ^ 1, time, absences) === undefined
}

export function conditionOf(monitor: RosterMonitor, time: number): Condition {
  const { key, habit } = monitor
  if (habit !== undefined) {
    const { status, stretch } = habitConditions[habit]
    if (stretch === undefined) return { status }
    return broken(status, Math.floor(time / stretch) * stretch, key, habit === 'partly down')
  }
  if (!exists(monitor, time - discoveryTime)) return { status: status.discovery }
  if (randomOf(key, 30) < 0.03 && episode(key ^ 2, time, suspensions) !== undefined) return { status: status.suspended }
  if (randomOf(key, 31) < 0.05 && episode(key ^ 3, time, maintenances) !== undefined)
    return { status: status.maintenance }
  if (randomOf(key, 32) < 0.005) return { status: status.misconfigured }

  const running = episode(key ^ 4, time, outages)
  if (running === undefined) return { status: status.up }
  const kinds = [status.down, status.down, status.down, status.trouble, status.critical]
  return broken(pick(kinds, key, running.start), running.start, key, randomOf(key, running.start, 1) < 0.4)
}

function broken(status: number, since: number, key: number, partly: boolean): Condition {
  return { status, outage: { since, reason: pick(downReasons, key, since), partly } }
}

/** The status that one of a monitor's locations sees. */
export function statusAt(condition: Condition, key: number, place: number, places: number): number {
  const { outage } = condition
  if (outage?.partly !== true || places === 1) return condition.status
  // The first location is spared and the last one is not, so that "some" is neither none nor all.
  const isSpared = place === 0 || (place < places - 1 && randomOf(key, outage.since, place) < 0.5)
  return isSpared ? status.up : condition.status
}

/** When a location last polled, Unix milliseconds: the first one every minute, the others every half hour. */
export function lastPoll(key: number, place: number, time: number): number {
  const interval = place === 0 ? minute : 30 * minute
  const offset = Math.floor((randomOf(key, 40, place) * interval) / second) * second
  return Math.floor((time - offset) / interval) * interval + offset
}

/** A value in the type's own unit. `place` is the number of the location; 0 without locations. */
export function readingOf(measure: Measure, key: number, place: number, time: number): number {
  switch (measure) {
    case 'latency':
      return latencyOf(key, place, time, 30, 1200)
    case 'transaction':
      return latencyOf(key, place, time, 900, 9000)
    case 'percent': {
      const load = 0.7 * wander(key, time, 5 * hour) + 0.3 * wander(key ^ 5, time, 4 * minute)
      return Math.round(1000 * load * (0.3 + 0.7 * randomOf(key, 41))) / 10
    }
    case 'days': {
      const life = randomOf(key, 42) < 0.5 ? 90 : 365
      const age = (time / day + randomOf(key, 43) * life) % life
      return Math.floor(life - age)
    }
    case 'amount':
      return Math.round(10_000 * randomOf(key, 44) * (0.5 + wander(key, time, 2 * hour)))
  }
}

/** Milliseconds: each monitor has its level and each location its distance; both wander, with a rare spike. */
function latencyOf(key: number, place: number, time: number, low: number, high: number): number {
  const level = low * (high / low) ** randomOf(key, 45)
  const distance = 0.6 + 1.8 * randomOf(key, 46, place)
  const load = 0.7 + 0.6 * wander(key, time, 3 * hour)
  const ripple = 0.9 + 0.2 * wander(key ^ (place + 16), time, 7 * minute)
  const spike = randomOf(key, place, Math.floor(time / minute)) < 0.005 ? 4 : 1
  return Math.max(1, Math.round(level * distance * load * ripple * spike))
}
