/** The API's answer, monitor by monitor. What cannot be read is skipped and counted, never fatal. */
import { JsonReader, Names } from '../../../src/parsing/json-reader.ts'
import { isErrorCode } from '../api.ts'
import { openIfArray, openIfObject, readStatus, readText } from './fields.ts'
import { GroupMembership } from './group-membership.ts'
import { type GroupName, type Monitor, readMonitor } from './monitor.ts'
import { ParseReport } from './parse-report.ts'

export interface Group extends GroupName {
  readonly status: number
}

export interface Inventory {
  readonly groups: readonly Group[]
  /** What could not be read or is not known, by kind. */
  readonly drift: Readonly<Record<string, number>>
  /** Milliseconds east of UTC of the account's zone; undefined where no time could be read. */
  readonly utcOffset: number | undefined
}

const answerNames = new Names('code', 'message', 'data', 'error_code')
const dataNames = new Names('monitor_groups', 'monitors')
const groupNames = new Names('group_id', 'group_name', 'status', 'monitors')

/**
 * Gives `each` the monitors in the order of the answer, and whether one is there for the first time, as it may be in
 * several groups. A monitor repeated within its group counts once. Throws a `SyntaxError` on what is no good answer, which
 * `faultOf` in `api.ts` can name.
 */
export function readInventory(body: Uint8Array, each: (monitor: Monitor, isFirst: boolean) => void): Inventory {
  const reader = new JsonReader(body)
  const report = new ParseReport()
  const groups = new Map<string, Group>()
  const seen = new GroupMembership()

  function readAnswer(): void {
    let hasData = false
    let code: unknown
    let errorCode: unknown
    for (let more = reader.openObject(); more; more = reader.nextMember()) {
      switch (reader.key(answerNames)) {
        case 'data':
          if (hasData) throw new SyntaxError('data twice')
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
    if (!hasData || isErrorCode(errorCode ?? code)) throw new SyntaxError('no data')
  }

  function readData(): void {
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
      const sight = monitor && seen.add(monitor.id, group?.id)
      if (monitor !== undefined && sight !== 'again') each(monitor, sight === 'first')
    }
  }

  readAnswer()
  return { groups: [...groups.values()], drift: report.drift, utcOffset: report.utcOffset() }
}
