/** The monitors of the simulated account, in what does not change over time. */
import { between, hash, pick, randomOf } from '../../../src/simulation/pseudo-random.ts'
import {
  cloudTypes,
  commonTypes,
  groupNames,
  locationNames,
  type MonitorType,
  nastyNames,
  plainNames,
  tagSets,
  website
} from './world-catalog.ts'

export interface RosterOptions {
  readonly seed: number
  /** How many monitors. */
  readonly size: number
  /** Locations of every located monitor, in place of 1 to 8. */
  readonly locations?: number | undefined
}

/** A state in which one of the first monitors spends all its time, so that each one is always to be seen. */
export type Habit =
  | 'down'
  | 'partly down'
  | 'trouble'
  | 'critical'
  | 'suspended'
  | 'maintenance'
  | 'discovery'
  | 'misconfigured'

export interface RosterMonitor {
  readonly index: number
  /** Seed of all randomOf about this monitor. */
  readonly key: number
  /** 18 digits. */
  readonly id: string
  readonly name: string
  readonly type: MonitorType
  readonly locations: readonly string[]
  readonly tags: readonly string[] | undefined
  readonly habit: Habit | undefined
  /** False for those that are deleted and made anew every now and then. */
  readonly permanent: boolean
}

export interface RosterGroup {
  readonly id: string
  readonly name: string
  readonly members: readonly RosterMonitor[]
}

export interface Roster {
  readonly monitors: readonly RosterMonitor[]
  readonly groups: readonly RosterGroup[]
  /** Monitors that are in no group. */
  readonly loners: readonly RosterMonitor[]
}

/** The deck of types that is dealt to the first monitors; the others draw at random, mostly websites. */
const deck: readonly MonitorType[] = [...websites(5), ...commonTypes, ...websites(2), ...cloudTypes]

const habits: ReadonlyMap<number, Habit> = new Map([
  [2, 'down'],
  [4, 'partly down'],
  [6, 'trouble'],
  [9, 'critical'],
  [11, 'suspended'],
  [14, 'maintenance'],
  [17, 'discovery'],
  [20, 'misconfigured']
])

/** Two monitors that share name, type, group and locations: nothing but the id tells them apart. */
const original = 0
const twin = 1
/** A monitor that is in two groups. */
const shared = 3
/** Some of the first monitors come and go, so that a small account shows it too. */
const visitors = new Set([34, 38])

export function makeRoster(options: RosterOptions): Roster {
  const monitors = Array.from({ length: options.size }, (_, index) => makeMonitor(index, options))
  // An account without monitors has no groups either.
  const groupCount = options.size === 0 ? 0 : Math.max(groupNames.length, Math.ceil(options.size / 12))
  const members: RosterMonitor[][] = Array.from({ length: groupCount }, () => [])
  const loners: RosterMonitor[] = []

  for (const monitor of monitors) {
    const home = groupOf(monitor, groupCount)
    if (home === undefined) loners.push(monitor)
    else members[home]?.push(monitor)
    if (monitor.index === shared) members[2]?.push(monitor)
  }
  const groups = members.map((members, index) => ({
    id: idOf(options.seed, 1, index),
    name: groupNames[index] ?? `${pick(plainNames, options.seed, index)} ${index}`,
    members
  }))
  return { monitors, groups, loners }
}

/** The number of its group; 0 is the group that stays empty. */
function groupOf({ index, key }: RosterMonitor, groupCount: number): number | undefined {
  if (index === original || index === twin || index === shared) return 1
  return randomOf(key, 10) < 0.25 ? undefined : between(1, groupCount - 1, key, 11)
}

function makeMonitor(index: number, { seed, size, locations }: RosterOptions): RosterMonitor {
  const key = hash(seed, index)
  const type = typeOf(index, key)
  const isTwin = index === original || index === twin
  const habit = habits.get(index)
  return {
    index,
    key,
    id: idOf(seed, 2, index),
    name: isTwin ? 'shop front' : nameOf(index, key, size),
    type,
    locations: type.located
      ? locationsOf(isTwin ? hash(seed, original) : key, locations ?? (habit === 'partly down' ? 3 : undefined))
      : [],
    tags: index === original ? tagSets[0] : randomOf(key, 12) < 0.4 ? pick(tagSets, key, 13) : undefined,
    habit,
    permanent: index < 40 ? !visitors.has(index) : randomOf(key, 14) >= 0.06
  }
}

function typeOf(index: number, key: number): MonitorType {
  const dealt = deck[index]
  if (dealt !== undefined) return dealt
  const draw = randomOf(key, 15)
  if (draw < 0.5) return website
  return draw < 0.9 ? pick(commonTypes, key, 16) : pick(cloudTypes, key, 16)
}

function nameOf(index: number, key: number, size: number): string {
  const nasty = nastyNames.get(index)
  if (nasty !== undefined) return nasty
  const plain = pick(plainNames, key, 17)
  // In a big account some names are bound to be used twice.
  return `${plain} ${randomOf(key, 18) < 0.01 ? between(0, size, key, 19) : index}`
}

/** Different names, because the length of the list is a prime number. */
function locationsOf(key: number, fixed: number | undefined): readonly string[] {
  const count = Math.min(fixed ?? between(1, 8, key, 20), locationNames.length)
  const first = between(0, locationNames.length - 1, key, 21)
  const stride = between(1, locationNames.length - 1, key, 22)
  return Array.from({ length: count }, (_, i) => locationNames[(first + i * stride) % locationNames.length] as string)
}

/** 18 digits, above 2^53 and so close to each other that a reader of doubles takes them for the same. */
function idOf(seed: number, kind: number, index: number): string {
  const account = 100_000 + (hash(seed) % 900_000)
  return `${account}${kind}${String(hash(seed, kind) % 100_000).padStart(5, '0')}${String(index * 3).padStart(6, '0')}`
}

function websites(count: number): MonitorType[] {
  return Array.from({ length: count }, () => website)
}
