/** JSON of another shape, at every level of every answer: the envelope fails as `schema`, an item fails alone. */
import t from 'tap'
import { type FailureReason, failureReasons } from '../../src/contract/failure.ts'
import { type Stage, setStage } from './stage.ts'
import { type Subject, subjects } from './subjects.ts'

type Path = readonly (string | number)[]
type Json = unknown

/** One value of each type. */
const replacements: readonly Json[] = [null, 7, 'text', true, [], {}]
const typeOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)

/** Every place in an answer; of a list only the first item, as the others are like it. */
function pathsIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? [...value.keys()].slice(0, 1) : Object.keys(value)
  return [path, ...keys.flatMap((key) => pathsIn((value as Record<string | number, Json>)[key], [...path, key]))]
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key], value)
}

function hasPlace(value: Json, [key, ...rest]: Path): boolean {
  if (key === undefined) return true
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key) &&
    hasPlace((value as Record<string | number, Json>)[key], rest)
  )
}

function replaced(value: Json, [key, ...rest]: Path, replacement: Json): Json {
  if (key === undefined) return replacement
  const inner = replaced((value as Record<string | number, Json>)[key], rest, replacement)
  return Array.isArray(value) ? value.with(key as number, inner) : { ...(value as object), [key]: inner }
}

/** Which class it is when the value at `path` of an endpoint's answer has become `type`. */
type Expectation = (path: string, type: string) => FailureReason | undefined

const ofList = (type: string): FailureReason | undefined => (type === 'null' || type === 'list' ? undefined : 'schema')

const expectations: Readonly<Record<string, Expectation>> = {
  current_status(path, type) {
    // An empty list is how an account without monitors may say so.
    if (path === 'data' && (type === 'object' || type === 'list')) return undefined
    if (['', 'data'].includes(path)) return 'schema'
    // A code that is not 0 is how the API says that something went wrong.
    if (path === 'code') return type === 'number' ? 'client' : undefined
    if (['data.monitors', 'data.monitor_groups'].includes(path)) return 'schema'
    return undefined
  },
  token: (path) => (['', 'access_token'].includes(path) ? 'schema' : undefined),
  hit_rate(path) {
    if (path === '') return 'schema'
    return path === 'code' ? 'client' : undefined
  },
  isp(path, type) {
    if (path === '') return 'schema'
    if (path === 'code') return 'client'
    return path === 'isps' ? ofList(type) : undefined
  },
  region(path, type) {
    if (path === '') return 'schema'
    if (path === 'code') return 'client'
    return ['provinces', 'states'].includes(path) ? ofList(type) : undefined
  },
  http_code(path, type) {
    if (path === '') return 'schema'
    if (path === 'success') return type === 'boolean' ? undefined : 'client'
    return path === 'data' ? ofList(type) : undefined
  }
}

interface Change {
  endpoint: string
  path: Path
  to: Json
}

/** A stage whose simulator changes one value of what it sends, and remembers what it last sent. */
async function stageWithChanges(t: Parameters<typeof setStage>[0], subject: Subject) {
  const originals: Record<string, Json> = {}
  const state: { change?: Change } = {}
  const changing: Subject = {
    ...subject,
    async simulator(clock) {
      const simulator = await subject.simulator(clock)
      simulator.app.addHook('onSend', async (request, _reply, payload) => {
        const { endpoint } = request.routeOptions.config
        if (endpoint === undefined) return payload
        const original = JSON.parse(String(payload))
        const size = JSON.stringify(original).length
        // The answer with the most to change.
        if (size > JSON.stringify(originals[endpoint] ?? '').length) originals[endpoint] = original
        const { change } = state
        if (change?.endpoint !== endpoint) return payload
        // The answer for another window may lack the place.
        const from = hasPlace(original, change.path) ? original : originals[endpoint]
        return JSON.stringify(replaced(from, change.path, change.to))
      })
      return simulator
    }
  }
  return { stage: await setStage(t, changing, {}), originals, state }
}

/** The classes that one refresh adds. */
async function classesOf(stage: Stage): Promise<FailureReason[]> {
  const counts = () =>
    failureReasons.map((reason) => stage.statuses().reduce((sum, { failures }) => sum + failures[reason], 0))
  const before = counts()
  await stage.app.snapshots.refreshAll()
  const after = counts()
  return failureReasons.filter((_, i) => after[i] !== before[i])
}

function changesOf(originals: Readonly<Record<string, Json>>): Change[] {
  return Object.entries(originals).flatMap(([endpoint, original]) =>
    pathsIn(original).flatMap((path) =>
      replacements
        .filter((to) => typeOf(to) !== typeOf(at(original, path)))
        .map((to): Change => ({ endpoint, path, to }))
    )
  )
}

// Ten tokens in ten minutes are all that this program asks for, and each refresh with a change of them takes one.
const refreshesOfAStage = 9

for (const subject of subjects) {
  t.test(subject.name, async (t) => {
    let { stage, originals, state } = await stageWithChanges(t, subject)
    const isAbout = ({ endpoint }: Change) => subject.endpoint === '*' || endpoint === subject.endpoint
    const changes = changesOf(originals).filter(isAbout)
    t.ok(changes.length > 20, `${changes.length} changes`)
    for (const [i, change] of changes.entries()) {
      if (!subject.isRetried && i % refreshesOfAStage === refreshesOfAStage - 1) {
        ;({ stage, state } = await stageWithChanges(t, subject))
      }
      state.change = change
      subject.provoke(stage.simulator)
      const place = change.path.join('.')
      const expected = expectations[change.endpoint]?.(place, typeOf(change.to))
      const name = `${change.endpoint} ${place} becomes ${typeOf(change.to)}`
      t.strictSame(await classesOf(stage), expected === undefined ? [] : [expected], name)
    }
    delete state.change
    t.strictSame(await classesOf(stage), [], 'and all is well again')
  })
}
