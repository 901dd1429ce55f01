import t from 'tap'
import { readDuration } from '../../../../providers/site24x7/fields/duration.ts'
import { ParseReport } from '../../../../providers/site24x7/fields/parse-report.ts'

const day = 86_400

/** Every form that the API has been seen to write, and its kin. */
const readable: Readonly<Record<string, number>> = {
  '0 Mins 0 Secs': 0,
  '45 Mins 7 Secs': 45 * 60 + 7,
  '27 Mins 23 Secs': 27 * 60 + 23,
  '3 Hrs 35 Mins ': 3 * 3600 + 35 * 60,
  '1 days 0 Hrs 0 Mins ': day,
  '29 days 23 Hrs 25 Mins ': 29 * day + 23 * 3600 + 25 * 60,
  '501 Days 23 Hrs 35 Mins ': 501 * day + 23 * 3600 + 35 * 60,
  '501 days 23 Hrs 35 Mins ': 501 * day + 23 * 3600 + 35 * 60,
  '1 Day': day,
  '1 Hr': 3600,
  '1 Min 1 Sec': 61,
  '2 DAYS': 2 * day
}

t.test('lengths of time', async (t) => {
  for (const [text, seconds] of Object.entries(readable)) {
    const report = new ParseReport()
    t.equal(readDuration(text, report), seconds, text)
    t.strictSame(report.drift, {}, text)
  }
})

t.test('what is absent is not counted', async (t) => {
  for (const value of [undefined, null, '', ' ', '-', ' - ']) {
    const report = new ParseReport()
    t.equal(readDuration(value, report), undefined)
    t.strictSame(report.drift, {}, String(value))
  }
})

t.test('what is left over is no length, and counted', async (t) => {
  const unreadable = [
    '1 days 0 Hrs 0 Mins ago',
    'about 5 Mins',
    '5 Mins 7',
    '5',
    5,
    '1.5 Hrs',
    '-5 Mins',
    '1 week',
    '1 day, 2 Hrs',
    '5Mins',
    '5 Minutes',
    true,
    {},
    ['5 Mins'],
    '99999999999 days'
  ]
  for (const value of unreadable) {
    const report = new ParseReport()
    t.equal(readDuration(value, report), undefined, String(value))
    t.strictSame(report.drift, { unreadable_duration: 1 }, String(value))
  }
})
