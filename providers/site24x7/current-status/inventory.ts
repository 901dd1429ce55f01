/** The API's answer, monitor by monitor. What cannot be read is skipped and counted, never fatal. */
import { JsonReader } from '../../../src/parsing/json-reader.ts'
import { Names } from '../../../src/parsing/names.ts'
import { isErrorCode } from '../api-error.ts'
import { openIfArray, openIfObject, readStatus, readText } from '../fields/fields.ts'
import { ParseReport } from '../fields/parse-report.ts'
import { GroupMembership } from './group-membership.ts'
import { type GroupName, type Monitor, readMonitor } from './monitor.ts'

export interface Group extends GroupName {
  readonly status: number
}

export interface Inventory {
  readonly groups: readonly Group[]
  /** What could not be read or is not known, by kind. */
  readonly drift: Readonly<Record<string, number>>
  /** Series that gave way to another one of the same labels. */
  readonly merged: number
  /** Monitors that are not wanted; undefined where all are. */
  readonly filtered: number | undefined
  /** Milliseconds east of UTC of the account's zone; undefined where no time could be read. */
  readonly utcOffset: number | undefined
}

const answerNames = new Names('code', 'message', 'data', 'error_code')
const dataNames = new Names('monitor_groups', 'monitors')
const groupNames = new Names('group_id', 'group_name', 'status', 'monitors')

/** Whether a monitor is there for the first time, in another group or by another name, or once more as it was. */
export type Appearance = 'first' | 'another' | 'again'

/** Whether a monitor, as a member of its group, is exported. */
export type IsWanted = (monitor: Monitor) => boolean

/**
 * Gives `each` the monitors in the order of the answer, and how each appears, as it may be in several groups and, where
 * an account is renamed while it is read, by several names. Throws a `SyntaxError` on what is no good answer, which
 * `faultOf` in `api.ts` can name.
 */
export function readInventory(
  body: Uint8Array,
  each: (monitor: Monitor, appearance: Appearance) => void,
  isWanted?: IsWanted
): Inventory {
  const reader = new JsonReader(body)
  const report = new ParseReport()
  const groups = new Map<string, Group>()
  const seen = new GroupMembership()
  const unwanted = new Set<string>()
  /** Ids of groups with a monitor that is wanted. */
  const used = new Set<string>()

  function readAnswer(): void {
    let hasData = false
    let isList = false
    let code: unknown
    let errorCode: unknown
    for (let more = reader.openObject(); more; more = reader.nextMember()) {
      switch (reader.key(answerNames)) {
        case 'data':
          if (hasData) throw new SyntaxError('data twice')
          isList = reader.isArray()
          readData()
          hasData = true
          break
        case 'code':
          code = reader.value()
          break
        case 'error_code':
          errorCode = reader.value()
          break
        default:
          reader.skip()
      }
    }
    reader.end()
    const isSuccess = !isErrorCode(errorCode ?? code) && (!isList || code === 0)
    if (!hasData || !isSuccess) throw new SyntaxError('no data')
  }

  function readData(): void {
    // An account without monitors may send an empty list in place of an object.
    if (reader.isArray()) {
      if (reader.openArray()) throw new SyntaxError('data is a list')
      return
    }
    const lists = new Set<string>()
    for (let more = reader.openObject(); more; more = reader.nextMember()) {
      const name = reader.key(dataNames)
      if (name !== undefined && lists.has(name)) throw new SyntaxError(`${name} twice`)
      if (name !== undefined) lists.add(name)
      switch (name) {
        case 'monitors':
          if (!reader.isArray()) throw new SyntaxError('no list of monitors')
          readMonitors(undefined)
          break
        case 'monitor_groups':
          for (let another = reader.openArray(); another; another = reader.nextElement()) readGroup()
          break
        default:
          reader.skip()
      }
    }
  }

  function readGroup(): void {
    let id: string | undefined
    let name: unknown
    let status: unknown
    let postponed: number | undefined
    let hasMonitors = false
    for (let more = openIfObject(reader); more; more = reader.nextMember()) {
      switch (reader.key(groupNames)) {
        case 'group_id':
          id = readText(reader.value())
          break
        case 'group_name':
          name = reader.value()
          break
        case 'status':
          status = reader.value()
          break
        case 'monitors':
          if (hasMonitors) throw new SyntaxError('monitors twice')
          hasMonitors = true
          // Their labels say which group they are in.
          if (id !== undefined && typeof name === 'string') readMonitors(groups.get(id) ?? { id, name })
          else postponed = reader.postpone()
          break
        default:
          reader.skip()
      }
    }
    if (id === undefined || typeof name !== 'string') {
      report.count('skipped_item')
      if (postponed !== undefined) reader.resume(postponed, () => reader.skip())
      return
    }
    const group = groups.get(id) ?? { id, name, status: readStatus(status, report) }
    groups.set(id, group)
    if (postponed !== undefined) reader.resume(postponed, () => readMonitors(group))
  }

  function readMonitors(group: GroupName | undefined): void {
    for (let more = openIfArray(reader); more; more = reader.nextElement()) {
      const monitor = readMonitor(reader, group, report)
      if (monitor === undefined) continue
      if (isWanted?.(monitor) === false) {
        unwanted.add(monitor.id)
        continue
      }
      if (group !== undefined) used.add(group.id)
      each(monitor, seen.add(monitor.id, group?.id, monitor.name))
    }
  }

  readAnswer()
  const { drift, merged } = report
  const all = [...groups.values()]
  return {
    groups: isWanted === undefined ? all : all.filter(({ id }) => used.has(id)),
    drift,
    merged,
    filtered: isWanted === undefined ? undefined : [...unwanted].filter((id) => !seen.has(id)).length,
    utcOffset: report.utcOffset()
  }
}
