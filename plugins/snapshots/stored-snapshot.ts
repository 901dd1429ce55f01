/** A collection as bytes that outlive the process, and back. What is damaged or foreign is not taken. */
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import { type Static, Type } from 'typebox'
import type { Overview } from '../../src/contract/provider.ts'
import { deflate, joinGzip } from '../../src/exposition/gzip-join.ts'
import { Compile } from '../../src/parsing/compiled-schema.ts'
import type { KeptState } from './carried-state.ts'
import type { Collected } from './collect.ts'
import { OverviewSchema, PlacesSchema } from './overview-schema.ts'

/** Counts up when the form changes, so that an older program's data is left alone. */
const schema = 1

const HeaderSchema = Type.Object({
  schema: Type.Literal(schema),
  identity: Type.String(),
  savedAt: Type.Number(),
  dailyCallLimit: Type.Optional(Type.Number({ minimum: 0 })),
  utcOffset: Type.Optional(Type.Number()),
  mergedSeries: Type.Number(),
  overview: Type.Optional(OverviewSchema),
  places: PlacesSchema,
  /** What the source carries: JSON, or bytes in base64. */
  state: Type.Optional(
    Type.Object({ version: Type.Number(), form: Type.Enum(['json', 'bytes']), value: Type.String() })
  ),
  families: Type.Array(
    Type.Object({
      name: Type.String(),
      head: Type.Object({ text: Type.String(), openmetrics: Type.String() }),
      series: Type.Number(),
      labelNames: Type.Array(Type.String()),
      bytes: Type.Integer({ minimum: 0 })
    })
  )
})

const headerCheck = Compile(HeaderSchema)
const gunzipInThread = promisify(gunzip)

/** Bytes from which a thread is worth the way there. */
const large = 64 * 1024
/** Bytes that a snapshot may have when it is unpacked; a foreign file may be made to fill the memory. */
const largest = 2 ** 28

export interface StoredSnapshot {
  /** Unix milliseconds of the refresh. */
  readonly savedAt: number
  readonly collected: Collected
  /** What the source went on from and would go on with. */
  readonly state?: KeptState | undefined
}

/** Four bytes that say how long the header is, the header, the sample lines; all of it compressed. */
export async function encodeSnapshot({ savedAt, collected, state }: StoredSnapshot, identity: string): Promise<Buffer> {
  const { families, places = [], mergedSeries = 0, dailyCallLimit, utcOffset, overview } = collected
  const header: Static<typeof HeaderSchema> = {
    schema,
    identity,
    savedAt,
    mergedSeries,
    places: [...places],
    families: families.map(({ name, head, series, labelNames, bodies }) => ({
      name,
      head,
      series,
      labelNames: [...labelNames],
      bytes: bodies.reduce((sum, { length }) => sum + length, 0)
    })),
    ...(dailyCallLimit === undefined ? {} : { dailyCallLimit }),
    ...(utcOffset === undefined ? {} : { utcOffset }),
    ...(overview === undefined ? {} : { overview: overview as Static<typeof OverviewSchema> }),
    ...(state === undefined ? {} : { state: writtenState(state) })
  }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return joinGzip(await deflate([length, text, ...families.flatMap((family) => family.bodies)]))
}

/** The snapshot, or a few words on why it is not taken. */
export async function decodeSnapshot(
  bytes: Uint8Array,
  identity: string,
  mostBytes = largest
): Promise<StoredSnapshot | string> {
  const plain = await decompress(bytes, mostBytes)
  const header = plain === undefined ? undefined : readHeader(plain)
  if (plain === undefined || header === undefined) return 'it is damaged'
  if (!headerCheck.Check(header.value)) return 'it is of another version, or damaged'
  const { savedAt, places, mergedSeries, dailyCallLimit, utcOffset, overview, families, state } = header.value
  if (header.value.identity !== identity) return 'it was made with other settings'
  let at = header.end
  const rendered = families.map(({ bytes: size, ...family }) => {
    const body = plain.subarray(at, at + size)
    at += size
    return { ...family, bodies: [body] }
  })
  if (at !== plain.length) return 'it is damaged'
  const kept = overview === undefined ? {} : { overview: overview as Overview }
  return {
    savedAt,
    collected: { families: rendered, places, mergedSeries, dailyCallLimit, utcOffset, ...kept },
    ...(state === undefined ? {} : { state: readState(state) })
  }
}

type WrittenState = NonNullable<Static<typeof HeaderSchema>['state']>

function writtenState({ version, value }: KeptState): WrittenState {
  if (typeof value === 'string') return { version, form: 'json', value }
  return { version, form: 'bytes', value: Buffer.from(value).toString('base64') }
}

function readState({ version, form, value }: WrittenState): KeptState {
  return { version, value: form === 'json' ? value : Uint8Array.from(Buffer.from(value, 'base64')) }
}

function readHeader(plain: Buffer): { value: unknown; end: number } | undefined {
  if (plain.length < 4) return undefined
  const end = 4 + plain.readUInt32BE(0)
  try {
    return { value: JSON.parse(plain.toString('utf8', 4, end)), end }
  } catch {
    return undefined
  }
}

async function decompress(bytes: Uint8Array, maxOutputLength: number): Promise<Buffer | undefined> {
  const options = { maxOutputLength }
  try {
    return bytes.length < large ? gunzipSync(bytes, options) : await gunzipInThread(bytes, options)
  } catch {
    return undefined
  }
}
