/** Alerts that were sent today, from `alert_logs`. Their texts name persons and are not looked at. */

import { operationsRead } from '../endpoint.ts'
import { readNumber } from '../fields/fields.ts'
import { type Answer, minute, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, rowsOf, textOf } from './rows.ts'

/** `alert_type`, by its number. */
const channels = [
  'email',
  'sms',
  'voice',
  'chat',
  'alarmsone',
  'servicedesk_plus_cloud',
  'slack',
  'hipchat',
  'pagerduty',
  'servicedesk_plus',
  'webhook',
  'teams',
  'opsgenie',
  'servicenow',
  'stride',
  'servicedesk_plus_msp',
  'zapier',
  'connectwise',
  'zoho_analytics',
  'jira',
  'moogsoft'
]

export const alerts: Report = {
  name: 'alerts',
  title: 'alerts that were sent today, by channel',
  scope: operationsRead,
  ttl: 15 * minute,
  usual: 'off',
  calls: ({ now, utcOffset }) => [
    { key: '', name: 'alerts', path: `alert_logs?date=${dateOf(now + utcOffset)}`, scope: operationsRead }
  ],
  read
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function read(answers: readonly Answer[], { report, isWanted }: ReadContext): Reading {
  const sent = new Map(channels.map((channel) => [channel, 0]))
  for (const { data } of answers) {
    for (const { alert_type: type, display_name: name } of rowsOf(data, report)) {
      if (!isWanted({ name: textOf(name) })) continue
      const channel = channelOf(type)
      if (channel === undefined) report.count('unknown_channel')
      sent.set(channel ?? 'other', (sent.get(channel ?? 'other') ?? 0) + 1)
    }
  }
  const series = createSeries(report)
  for (const [channel, count] of sent) series.add({ channel }, count)
  return {
    families: [
      series.family(
        'alerts_today',
        'Alerts that were sent since midnight in the zone of the account, by channel, from alert_type of the alert logs; falls to 0 at midnight.'
      )
    ]
  }
}

/** They count from one. */
function channelOf(type: unknown): string | undefined {
  const number = readNumber(type)
  return number === undefined ? undefined : channels[number - 1]
}
