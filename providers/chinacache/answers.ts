/**
 * The JSON of ChinaCache's statistics to typed payloads. No document describes these answers and nobody can ask for
 * new samples, so what has a value is taken where it can be read: a field that cannot is left out and counted,
 * never read as 0.
 */
import { Type } from 'typebox'
import { Failure } from '../../src/contract/failure.ts'
import { Compile, type Compiled } from '../../src/parsing/compiled-schema.ts'
import { refusal } from './error-text.ts'

/** What was left out: `skipped_item` (an item without a name), `unreadable_value` (a field that is no number). */
export type Drift = Readonly<Record<string, number>>

interface Answered {
  readonly drift: Drift
}

/** Requests in the window that were answered from the cache (`Hit`) and that were not (`Miss`). */
export interface HitRate extends Answered {
  readonly hits?: number | undefined
  readonly misses?: number | undefined
}

/** The part of a channel's traffic that one carrier or place has. Ratios are 0 to 1. */
export interface Share {
  /** As the API writes it, in Chinese. */
  readonly name: string
  /** `fluxRatio`: of the bytes. */
  readonly trafficRatio?: number | undefined
  /** `hitCount`: requests. */
  readonly requests?: number | undefined
  /** `hitRatio`: of the requests. It has nothing to do with cache hits. */
  readonly requestRatio?: number | undefined
}

export interface IspTraffic extends Answered {
  /** `totalFlux`: bytes in the window. */
  readonly totalBytes?: number | undefined
  /** Empty unless the window crosses a midnight. */
  readonly isps: readonly Share[]
}

export interface RegionTraffic extends Answered {
  /** `totalFlux`: bytes in the window. */
  readonly totalBytes?: number | undefined
  /** Empty unless the window crosses a midnight. */
  readonly provinces: readonly Share[]
  /** Places outside of China: countries, and states of some. */
  readonly states: readonly Share[]
}

/** The answers of one day that had one status code, or one class of codes (`5XX`). */
export interface StatusCode {
  readonly code: string
  /** `request_count`. */
  readonly requests?: number | undefined
  /** `request_percent`, 0 to 100. */
  readonly requestPercent?: number | undefined
  /** `flux_percent`, 0 to 100. */
  readonly trafficPercent?: number | undefined
}

export interface StatusCodes extends Answered {
  readonly codes: readonly StatusCode[]
}

/** What an answer is read with: the name of the call for messages, and what must not appear in them. */
export interface Reading {
  readonly what: string
  readonly secrets: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

const anything = Type.Unknown()
const list = Type.Union([Type.Array(anything), Type.Null()])
const some = Type.Optional(list)
const fields = Compile(Type.Record(Type.String(), anything))
// A union wherever one field alone is an answer, so that an answer with none of them is not taken for "no data".
const hitRateShape = Compile(Type.Union([Type.Object({ Hit: anything }), Type.Object({ Miss: anything })]))
const ispShape = Compile(Type.Union([Type.Object({ totalFlux: anything, isps: some }), Type.Object({ isps: list })]))
const regionShape = Compile(
  Type.Union([
    Type.Object({ totalFlux: anything, provinces: some, states: some }),
    Type.Object({ provinces: list, states: some }),
    Type.Object({ provinces: some, states: list })
  ])
)
const statusCodesShape = Compile(Type.Object({ data: list }))

/** `getHitRate.do`. */
export function readHitRate(json: unknown, reading: Reading): HitRate {
  const body = readBody(json, reading, 'code', hitRateShape)
  const tally = createTally()
  return { hits: tally.number(body.Hit), misses: tally.number(body.Miss), drift: tally.drift }
}

/** `getIsp.do`. */
export function readIspTraffic(json: unknown, reading: Reading): IspTraffic {
  const body = readBody(json, reading, 'code', ispShape)
  const tally = createTally()
  const isps = tally.shares(body.isps, 'isp')
  return { totalBytes: tally.number(body.totalFlux), isps, drift: tally.drift }
}

/** `getRegion.do`. */
export function readRegionTraffic(json: unknown, reading: Reading): RegionTraffic {
  const body = readBody(json, reading, 'code', regionShape)
  const tally = createTally()
  const provinces = tally.shares(body.provinces, 'provinceName')
  const states = tally.shares(body.states, 'stateOrRegionName')
  return { totalBytes: tally.number(body.totalFlux), provinces, states, drift: tally.drift }
}

/** `http_code` of the REST family. */
export function readStatusCodes(json: unknown, reading: Reading): StatusCodes {
  const body = readBody(json, reading, 'success', statusCodesShape)
  const tally = createTally()
  const codes = tally.items(body.data, 'http_code', (code, item) => ({
    code,
    requests: tally.number(item.request_count),
    requestPercent: tally.percent(item.request_percent),
    trafficPercent: tally.percent(item.flux_percent)
  }))
  return { codes, drift: tally.drift }
}

/** The fields of an answer that says it is a success (`code` 1, `success` true) and has the shape of one. */
function readBody(json: unknown, { what, secrets }: Reading, flag: 'code' | 'success', shape: Compiled): Fields {
  if (!fields.Check(json)) throw new Failure('schema', `${what} was answered with JSON that is no object`)
  const isSuccess = flag === 'code' ? toNumber(json.code) === 1 : json.success === true
  if (!isSuccess) throw refusal({ what, body: json, flag, secrets })
  if (!shape.Check(json)) throw new Failure('schema', `${what} was answered without the fields it should have`)
  return json
}

function createTally() {
  const drift: Record<string, number> = {}
  const count = (kind: string) => {
    drift[kind] = (drift[kind] ?? 0) + 1
  }

  const read = (value: unknown, parse: (value: unknown) => number | undefined): number | undefined => {
    if (isAbsent(value)) return undefined
    const number = parse(value)
    if (number === undefined) count('unreadable_value')
    return number
  }

  const tally = {
    drift,
    number: (value: unknown) => read(value, toNumber),
    percent: (value: unknown) => read(value, toPercent),

    /** The items of a list by what names them; null is an empty list. */
    items<T>(values: unknown, nameField: string, toItem: (name: string, item: Fields) => T): T[] {
      return ((values ?? []) as unknown[]).flatMap((value) => {
        const name = fields.Check(value) ? toText(value[nameField]) : undefined
        if (name !== undefined) return [toItem(name, value as Fields)]
        count('skipped_item')
        return []
      })
    },

    shares(values: unknown, nameField: string): Share[] {
      return tally.items(values, nameField, (name, item) => ({
        name,
        trafficRatio: tally.number(item.fluxRatio),
        requests: tally.number(item.hitCount),
        requestRatio: tally.number(item.hitRatio)
      }))
    }
  }
  return tally
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function toText(value: unknown): string | undefined {
  return isAbsent(value) || (typeof value !== 'string' && typeof value !== 'number') ? undefined : String(value)
}

/** A number of zero or more, or the text of one; the exponent form too. JSON can hold 1e999, which is infinite. */
function toNumber(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^\s*\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(value)
  const number = typeof value === 'number' || isText ? Number(value) : Number.NaN
  return number >= 0 && number < Infinity ? Math.abs(number) : undefined
}

/** `"97.20%"`, or the same without the sign. */
function toPercent(value: unknown): number | undefined {
  return toNumber(typeof value === 'string' ? value.replace(/^\s*(\d+(?:\.\d+)?)%\s*$/, '$1') : value)
}
