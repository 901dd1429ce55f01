/** Answers of the API as bytes, for tests that speak of the data in them. */
import type { CurrentStatus } from '../../../providers/site24x7/api.ts'
import { collect as collectBody } from '../../../providers/site24x7/current-status/collector.ts'

export function bodyOf(data: CurrentStatus): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ code: 0, message: 'success', data }))
}

type Arguments = Parameters<typeof collectBody>

/** The families of an answer with this data. */
export function collect(data: CurrentStatus, context: Arguments[1], limit?: Arguments[2]) {
  return collectBody(bodyOf(data), context, limit)
}
