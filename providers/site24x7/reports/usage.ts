/**
 * What is used of the licence and of the API, from `license_usage` and `client_data/account`. Both are what the web client
 * asks for and are not documented, so they may refuse a token whatever its scopes.
 */
import { reportsRead } from '../endpoint.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { amountOf, createSeries, rowOf } from './rows.ts'

export const usage: Report = {
  name: 'usage',
  title: 'use of licence, alert credits and API calls (experimental: the API does not document it)',
  scope: reportsRead,
  ttl: hour,
  usual: 'off',
  calls: () => [
    { key: 'licence', name: 'license_usage', path: 'license_usage', scope: reportsRead },
    { key: 'api', name: 'api_usage', path: 'client_data/account', scope: reportsRead }
  ],
  read
}

function read(answers: readonly Answer[], { report }: ReadContext): Reading {
  const [used, limit, credits] = [createSeries(report), createSeries(report), createSeries(report)]
  const [calls, callLimit] = [createSeries(report), createSeries(report)]
  for (const { key, data } of answers) {
    const body = rowOf(data) ?? {}
    if (key === 'api') {
      // Nothing else of the account is looked at.
      const of = rowOf(rowOf(body.account)?.api_calls)
      calls.add({}, amountOf(of?.used, report))
      callLimit.add({}, amountOf(of?.allowed, report))
      continue
    }
    credits.add({}, amountOf(body.sms_remaining, report))
    for (const [name, value] of Object.entries(rowOf(body.usage_details) ?? {})) {
      const row = rowOf(value)
      if (row === undefined || !/^\w{1,60}$/.test(name)) {
        report.count('skipped_item')
        continue
      }
      used.add({ class: name }, amountOf(row.used, report))
      limit.add({ class: name }, amountOf(row.allowed ?? row.total, report))
    }
  }
  const experimental = 'Experimental: the API does not document it.'
  return {
    families: [
      used.family(
        'license_monitors_used',
        `Monitors of the class that the licence counts as used, from usage_details.used of license_usage. ${experimental}`
      ),
      limit.family(
        'license_monitors_limit',
        `Monitors of the class that the licence allows, from usage_details.allowed or total of license_usage. ${experimental}`
      ),
      credits.family(
        'alert_credits_remaining',
        `Alert credits that are left, from sms_remaining of license_usage. ${experimental}`
      ),
      calls.family(
        'api_calls_used',
        `API calls that the account has made today, by whomever, from api_calls.used of client_data. ${experimental}`
      ),
      callLimit.family(
        'api_calls_limit',
        `API calls a day that the account may make, from api_calls.allowed of client_data. ${experimental}`
      )
    ]
  }
}
