/** The list of services, and what has happened at each since its cursor. */
import { assertSuccess, Failure, parseJson, toFailure } from 'edge-exporter'

/** Milliseconds for which the list of services is used on. */
const listAge = 60_000
const perPage = 100
const mostPages = 100
/** Milliseconds: the real-time API answers once there is something, or after ten seconds without. */
const patience = 14_000

/**
 * @typedef {object} Service
 * @property {string} id
 * @property {string} name
 * @property {string} version
 */

/**
 * @typedef {Record<string, unknown>} Stats of one second, field by field
 * @typedef {object} Second
 * @property {number} recorded
 * @property {Record<string, Stats>} places
 */

/**
 * @typedef {object} Answer of one service
 * @property {Service} service
 * @property {number} cursor to go on from
 * @property {Second[]} seconds after the cursor before
 */

/**
 * @typedef {object} Answers
 * @property {Service[]} services
 * @property {Answer[]} answers
 * @property {import('edge-exporter').Failure[]} failures of single services
 */

/**
 * @param {object} options
 * @param {import('edge-exporter').Ask} options.ask
 * @param {import('./index.js').Config} options.config
 * @param {import('edge-exporter').Clock} options.clock
 */
export function createApi({ ask, config, clock }) {
  /** @type {{ readonly at: number, readonly services: Service[] } | undefined} */
  let list

  /**
   * @param {string} endpoint
   * @param {string} url
   * @param {string} hostSetting
   * @param {AbortSignal} signal
   */
  async function get(endpoint, url, hostSetting, signal) {
    const answer = await ask({
      provider: 'fastly',
      endpoint,
      method: 'GET',
      url: new URL(url),
      headers: { 'fastly-key': config.token.read(), accept: 'application/json' },
      signal,
      hostSetting,
      timeout: patience
    })
    assertSuccess(answer, endpoint, clock.now())
    return parseJson(answer, endpoint)
  }

  /** @param {AbortSignal} signal */
  async function services(signal) {
    if (list !== undefined && clock.elapsed() - list.at < listAge) return list.services
    /** @type {Service[]} */
    const found = []
    for (let page = 1; page <= mostPages; page++) {
      const url = `${config.apiUrl}/service?page=${page}&per_page=${perPage}`
      const some = await get('service', url, 'FASTLY_API_URL', signal)
      if (!Array.isArray(some) || some.some((service) => typeof service?.id !== 'string')) {
        throw new Failure('schema', 'service was answered with JSON of another shape')
      }
      found.push(
        ...some.map(({ id, name, version }) => ({ id, name: String(name ?? id), version: String(version ?? '') }))
      )
      if (some.length < perPage) break
    }
    list = { at: clock.elapsed(), services: found }
    return found
  }

  /**
   * @param {Service} service
   * @param {number} cursor
   * @param {AbortSignal} signal
   * @returns {Promise<Answer>}
   */
  async function since(service, cursor, signal) {
    const url = `${config.realtimeUrl}/v1/channel/${encodeURIComponent(service.id)}/ts/${cursor}`
    const answer = /** @type {any} */ (await get('channel', url, 'FASTLY_REALTIME_URL', signal))
    const { Timestamp: next, Data: data } = answer ?? {}
    if (!Number.isSafeInteger(next) || !(data === undefined || Array.isArray(data))) {
      throw new Failure('schema', 'channel was answered with JSON of another shape')
    }
    const seconds = (data ?? [])
      .map((/** @type {any} */ second) => ({
        recorded: Number(second?.recorded),
        places: (config.isAggregated ? { aggregate: second?.aggregated } : second?.datacenter) ?? {}
      }))
      // An answer that is repeated, whoever repeats it, counts nothing twice.
      .filter((/** @type {Second} */ { recorded }) => recorded > cursor)
    // A cursor never goes back, or what comes after it would be counted again.
    return {
      service,
      cursor: Math.max(cursor, next, ...seconds.map((/** @type {Second} */ { recorded }) => recorded)),
      seconds
    }
  }

  return {
    /**
     * @param {AbortSignal} signal
     * @param {import('./collect.js').State | undefined} state
     * @returns {Promise<Answers>}
     */
    async answers(signal, state) {
      const all = await services(signal)
      const asked = await Promise.allSettled(
        all.map((service) => since(service, state?.[service.id]?.cursor ?? 0, signal))
      )
      const answers = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      const failures = asked.flatMap((each) => (each.status === 'rejected' ? [toFailure(each.reason)] : []))
      if (answers.length === 0 && failures[0] !== undefined) throw failures[0]
      return { services: all, answers, failures }
    }
  }
}
