/** Answers of the providers' APIs with anything anywhere: real ones with some changes. */
import fc from 'fast-check'

export type Json = unknown
type Key = string | number
export type Path = readonly Key[]

/** What a JSON text can hold and `JSON.stringify` never writes: each stands for a value of its own. */
const rawValues: Readonly<Record<string, string>> = {
  '@raw:infinite@': '1e999',
  '@raw:negative-zero@': '-0',
  '@raw:tiny@': '5e-324',
  '@raw:huge-integer@': '483920000071265137483920000071265137',
  '@raw:lone-surrogate@': '"\\ud83d"',
  '@raw:twice@': '{"name":"a","name":"b"}'
}

/** The text of an answer. */
export function write(value: Json): string {
  return JSON.stringify(value).replaceAll(/"(@raw:[a-z-]+@)"/g, (_, name: string) => rawValues[name] ?? 'null')
}

/** Values that trip up who takes a value for what its field should hold. */
const nasty = fc.constantFrom<Json>(
  ...[null, true, false, 0, -1, 1, 1e308, -1e308, 0.1, 2 ** 53, [], {}, [null], [[]], { a: {} }],
  ...['', ' ', '-', '--', '0', '1e999', 'NaN', 'Infinity', '0x10', '1,5', '5%', '100.00%', '-1', '١٢'],
  ...[
    '"',
    '\\',
    '\n',
    '\r\n',
    'a"b\\c\nd',
    'a"b\\c\nd\ud83d',
    '\t',
    '\u0000',
    '\u2028',
    '\ufeff',
    '\u{1f600}',
    'e\u0301',
    '#',
    '{',
    '}',
    '{a="b"} 1'
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x'.repeat(5000), 'le', 'NaN\n# EOF\n'],
  ...Object.keys(rawValues)
)
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)) }
)

// Most often another value.
const ways = ['replace', 'replace', 'replace', 'replace', 'remove', 'repeat', 'add', 'rename', 'wrap', 'copy'] as const

/** One change of an answer. `where` and `other` choose places; how many there are depends on the answer. */
export interface Change {
  readonly way: (typeof ways)[number]
  readonly where: number
  readonly other: number
  readonly value: Json
  readonly key: string
}

const change: fc.Arbitrary<Change> = fc.record({
  way: fc.constantFrom(...ways),
  where: fc.nat(1_000_000),
  other: fc.nat(1_000_000),
  value: anyValue,
  key: fc.constantFrom('__proto__', 'constructor', 'monitor_id', 'name', 'status', 'isp', 'code', 'x', '')
})

export const changes: fc.Arbitrary<readonly Change[]> = fc.array(change, { minLength: 1, maxLength: 4 })

/** Every place of a value that `isWanted`. */
export function placesIn(value: Json, isWanted: (path: Path) => boolean, path: Path = []): Path[] {
  const own = isWanted(path) ? [path] : []
  if (typeof value !== 'object' || value === null) return own
  const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return [...own, ...keys.flatMap((key) => placesIn((value as Record<Key, Json>)[key], isWanted, [...path, key]))]
}

export const isAnywhere = () => true

/** Inside of an item of a list, the first item excepted. */
export function isInItem(path: Path): boolean {
  return (path.find((key) => typeof key === 'number') ?? 0) !== 0
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as Record<Key, Json>)[key], value)
}

/** An entry of its own even where the key has a meaning to JavaScript. */
function put(target: object, key: Key, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

function isObject(value: Json): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An answer with the changes made, one after the other, at places that `isWanted`. */
export function changed(original: Json, wanted: readonly Change[], isWanted: (path: Path) => boolean): Json {
  // In a box, so that the whole is a place with a parent too.
  const box = { answer: structuredClone(original) }
  for (const { way, where, other, value, key } of wanted) {
    const places = placesIn(box.answer, isWanted)
    const path = places[where % places.length]
    if (path === undefined) break
    const [last, ...above] = ['answer', ...path].reverse() as [Key, ...Key[]]
    const parent = at(box, above.reverse()) as object
    const current = at(parent, [last])
    if (way === 'replace') put(parent, last, structuredClone(value))
    else if (way === 'wrap') put(parent, last, [current])
    else if (way === 'copy') put(parent, last, structuredClone(at(box.answer, places[other % places.length] as Path)))
    else if (way === 'add' && isObject(current)) put(current, key, structuredClone(value))
    else if (Array.isArray(parent)) {
      if (way === 'remove') parent.splice(last as number, 1)
      else parent.splice(last as number, 0, structuredClone(current))
    } else if (parent !== box) {
      delete (parent as Record<Key, Json>)[last]
      if (way !== 'remove') put(parent, key, current)
    }
  }
  return box.answer
}

/** A real answer whose lists have no more items than `length`. */
export function shortened(value: Json, length: number): Json {
  return withLists(value, (list) => list.slice(0, length).map((item) => shortened(item, length)))
}

/** An answer whose lists, but not those inside of items, are others. */
export function withLists(value: Json, change: (list: readonly Json[]) => Json[]): Json {
  if (Array.isArray(value)) return change(value)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withLists(inner, change)]))
}

/** An answer with the last items of the lists of another one at the end of its own. */
export function withLasts(value: Json, other: Json): Json {
  if (Array.isArray(value)) return [...value, ...(other as Json[]).slice(-1)]
  if (!isObject(value)) return value
  const lasts = other as Record<string, Json>
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withLasts(inner, lasts[key])]))
}
