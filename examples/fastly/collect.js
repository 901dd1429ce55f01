/** Adds what has happened to what was counted before. Pure. */
import { counters, missBuckets } from './counters.js'

/**
 * @typedef {object} Counts of one datacenter
 * @property {number[]} values in the order of `counters`; another order or length needs another `stateVersion`
 * @property {number[]} misses by bucket, the last one beyond all of them; not cumulative
 * @property {number} missSeconds
 *
 * @typedef {object} Counted of one service
 * @property {number} cursor
 * @property {Record<string, Counts>} places
 *
 * @typedef {Record<string, Counted>} State by id of the service
 */

/**
 * @param {import('./api.js').Answers} payload
 * @param {{ state?: State | undefined }} context
 * @returns {import('edge-exporter').Collection<unknown, any>}
 */
export function collect({ services, answers, failures }, { state: before = {} }) {
  /** @type {State} */
  const state = {}
  // A service that is gone takes its series with it; one that could not be asked keeps them.
  for (const { id } of services) {
    const known = before[id]
    const answer = answers.find(({ service }) => service.id === id)
    if (answer !== undefined) state[id] = countOn(known, answer)
    else if (known !== undefined) state[id] = known
  }
  const rows = services.flatMap(({ id, name }) =>
    Object.entries(state[id]?.places ?? {}).map(([datacenter, counts]) => ({
      labels: { service_id: id, service_name: name, datacenter },
      counts
    }))
  )
  const names = [...new Set(counters.map(({ family }) => family))]
  return {
    state,
    failures,
    families: [
      {
        name: 'fastly_rt_service_info',
        help: 'Always 1; names of a service, from name and version.',
        type: 'gauge',
        samples: services.map(({ id, name, version }) => ({
          labels: { service_id: id, service_name: name, service_version: version },
          value: 1
        }))
      },
      ...names.map((name) => {
        const own = counters.map((counter, i) => ({ ...counter, i })).filter(({ family }) => family === name)
        return /** @type {import('edge-exporter').Family} */ ({
          name,
          help: `Since the first refresh, from ${own.map(({ field }) => field).join(', ')}.`,
          type: 'counter',
          samples: rows.flatMap(({ labels, counts }) =>
            own.map((each) => ({ labels: { ...labels, ...each.labels }, value: counts.values[each.i] ?? 0 }))
          )
        })
      }),
      {
        name: 'fastly_rt_miss_duration_seconds',
        help: 'Time spent on cache misses, from miss_histogram.',
        type: 'histogram',
        unit: 'seconds',
        samples: rows.flatMap(({ labels, counts }) => histogram(labels, counts))
      }
    ],
    drift: { unreadable_number: answers.reduce((sum, answer) => sum + unreadable(answer), 0) },
    overview: {
      noun: 'services',
      states: [
        { name: 'counted', severity: 'ok', count: services.length - failures.length },
        ...(failures.length > 0
          ? [{ name: 'not counted', severity: /** @type {const} */ ('warning'), count: failures.length }]
          : [])
      ]
    }
  }
}

/**
 * @param {Counted | undefined} before
 * @param {import('./api.js').Answer} answer
 * @returns {Counted}
 */
function countOn(before, { cursor, seconds }) {
  const places = structuredClone(before?.places ?? {})
  for (const { places: stats } of seconds) {
    for (const [place, fields] of Object.entries(stats)) {
      const counts = places[place] ?? nothing()
      places[place] = counts
      for (const [i, { field }] of counters.entries())
        counts.values[i] = (counts.values[i] ?? 0) + numberOf(fields?.[field])
      for (const [ms, count] of missesOf(fields)) {
        const bucket = missBuckets.findIndex((bound) => ms / 1000 <= bound)
        const at = bucket < 0 ? missBuckets.length : bucket
        counts.misses[at] = (counts.misses[at] ?? 0) + count
        counts.missSeconds += (ms / 1000) * count
      }
    }
  }
  return { cursor, places }
}

/** @returns {Counts} */
function nothing() {
  return { values: counters.map(() => 0), misses: Array(missBuckets.length + 1).fill(0), missSeconds: 0 }
}

/**
 * A counter grows by what is a number above zero.
 *
 * @param {unknown} value
 */
function numberOf(value) {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

/**
 * @param {Record<string, unknown> | undefined} fields
 * @returns {[number, number][]} milliseconds and how many
 */
function missesOf(fields) {
  return Object.entries(fields?.miss_histogram ?? {})
    .map(([ms, count]) => /** @type {[number, number]} */ ([Number(ms), numberOf(count)]))
    .filter(([ms, count]) => ms >= 0 && count > 0)
}

/** @param {import('./api.js').Answer} answer */
function unreadable({ seconds }) {
  const isOdd = (/** @type {unknown} */ value) => value !== undefined && !(typeof value === 'number' && value >= 0)
  return seconds
    .flatMap(({ places }) => Object.values(places))
    .reduce((sum, fields) => sum + counters.filter(({ field }) => isOdd(fields?.[field])).length, 0)
}

/**
 * @param {Record<string, string>} labels
 * @param {Counts} counts
 * @returns {import('edge-exporter').Sample[]}
 */
function histogram(labels, { misses, missSeconds }) {
  let sum = 0
  const buckets = [...missBuckets.map(String), '+Inf'].map((le, i) => {
    sum += misses[i] ?? 0
    return { suffix: '_bucket', labels: { ...labels, le }, value: sum }
  })
  return [...buckets, { suffix: '_sum', labels, value: missSeconds }, { suffix: '_count', labels, value: sum }]
}
