import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import {
  breakdownWindow,
  shanghaiDay,
  shanghaiMinute,
  statusCodeDay,
  trafficWindow,
  type Window
} from '../../../providers/chinacache/windows.ts'

const shanghai = (text: string) => Date.parse(`${text}+08:00`)
const minutes = ({ start, end }: Window) => [shanghaiMinute(start), shanghaiMinute(end)]
const days = ({ start, end }: Window) => [shanghaiDay(start), shanghaiDay(end)]
const lag = 600_000

const expected = [
  {
    now: '2024-03-05T23:58:31',
    traffic: ['202403052340', '202403052345'],
    breakdown: ['202403040000', '202403050000'],
    statusCodes: ['20240305', '20240305']
  },
  {
    now: '2024-03-06T00:00:00',
    traffic: ['202403052345', '202403052350'],
    breakdown: ['202403050000', '202403060000'],
    statusCodes: ['20240306', '20240306']
  },
  {
    now: '2024-03-06T00:03:00',
    traffic: ['202403052345', '202403052350'],
    breakdown: ['202403050000', '202403060000'],
    statusCodes: ['20240306', '20240306']
  }
]

function around(now: number) {
  return {
    traffic: minutes(trafficWindow(now, 5, lag)),
    breakdown: minutes(breakdownWindow(now)),
    statusCodes: days(statusCodeDay(now))
  }
}

t.test('windows around midnight in Shanghai', async (t) => {
  for (const { now, ...windows } of expected) t.same(around(shanghai(now)), windows, now)
})

t.test('defect 7: windows are in Shanghai time, whatever the time zone of the process', async (t) => {
  const module = fileURLToPath(new URL('../../../providers/chinacache/windows.ts', import.meta.url))
  const script = `
    const w = await import(process.argv[1])
    console.log(JSON.stringify(process.argv.slice(2).map((now) => {
      const show = (format, { start, end }) => [format(start), format(end)]
      return {
        traffic: show(w.shanghaiMinute, w.trafficWindow(Number(now), 5, 600000)),
        breakdown: show(w.shanghaiMinute, w.breakdownWindow(Number(now))),
        statusCodes: show(w.shanghaiDay, w.statusCodeDay(Number(now)))
      }
    })))`
  const nows = expected.map(({ now }) => String(shanghai(now)))
  for (const TZ of ['UTC', 'America/New_York', 'Asia/Shanghai']) {
    const env = { PATH: process.env.PATH, TZ }
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, module, ...nows], { env })
    const windows = expected.map(({ now: _, ...rest }) => rest)
    t.same(JSON.parse(output.toString()), windows, TZ)
  }
})

t.test('a window that is no multiple of five minutes is widened to whole steps', async (t) => {
  t.same(minutes(trafficWindow(shanghai('2024-03-05T12:34:56'), 7, 0)), ['202403051220', '202403051230'])
  t.same(minutes(trafficWindow(shanghai('2024-03-05T12:34:56'), 60, 0)), ['202403051130', '202403051230'])
})

t.test('the day of status codes ends now, not in the future', async (t) => {
  const now = shanghai('2024-03-05T12:34:56.789')
  t.same(statusCodeDay(now), { start: shanghai('2024-03-05T00:00:00') / 1000, end: Math.floor(now / 1000) })
})

t.test('windows at any time', async (t) => {
  const anyTime = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) })
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 1, max: 1440 }), fc.nat(3_600_000), (now, queryMinutes, lag) => {
      const traffic = trafficWindow(now, queryMinutes, lag)
      const breakdown = breakdownWindow(now)
      const today = statusCodeDay(now)
      return (
        traffic.start % 300 === 0 &&
        traffic.end % 300 === 0 &&
        traffic.end * 1000 <= now - lag &&
        traffic.end - traffic.start >= queryMinutes * 60 &&
        traffic.end - traffic.start < queryMinutes * 60 + 300 &&
        breakdown.end - breakdown.start === 86_400 &&
        breakdown.end === today.start &&
        shanghaiDay(today.start) === shanghaiDay(today.end) &&
        shanghaiMinute(today.start).endsWith('0000')
      )
    })
  )
  t.pass()
})
