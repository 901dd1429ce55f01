/** Which reports are asked for, how often, and about what. */
import { type TString, Type } from 'typebox'
import type { Settings } from '../../../src/contract/provider.ts'
import { durationForm, milliseconds, SettingsError, shortestTtl, tooShort } from '../../../src/contract/settings.ts'
import { reportsRead } from '../endpoint.ts'
import { periods } from './availability.ts'
import { reports } from './index.ts'
import type { Report, ReportPlan } from './report.ts'

export const windowsSetting = 'SITE24X7_AVAILABILITY_WINDOWS'

const usualWindow = '30d'
const window = Object.keys(periods).join('|')

export function settingOf({ name }: Pick<Report, 'name'>): string {
  return `SITE24X7_${name.toUpperCase()}`
}

/** The duration of `durationSetting`, or a word. In the YAML of Helm `on` and `off` become `true` and `false`. */
function reportSetting({ title, ttl, usual }: Report): TString {
  return Type.String({
    description: `Source: ${title}. on (every ${lengthOf(ttl)}), a time from one refresh to the next, off, or auto: on where the credentials allow it`,
    default: usual,
    pattern: `^(?:auto|on|off|true|false|${durationForm})$`,
    examples: ['auto', 'on', 'off', '1h']
  })
}

function lengthOf(ms: number): string {
  return ms >= 3_600_000 ? `${ms / 3_600_000}h` : `${ms / 60_000}m`
}

export const reportSettings: Readonly<Record<string, TString>> = {
  ...Object.fromEntries(reports.map((report) => [settingOf(report), reportSetting(report)])),
  [windowsSetting]: Type.String({
    description: `Windows of time of the availability, separated by commas, one API call each: ${Object.keys(periods).join(', ')}`,
    default: usualWindow,
    pattern: `^\\s*(?:${window})(?:\\s*,\\s*(?:${window}))*\\s*$`,
    examples: [usualWindow, '24h,7d,30d']
  })
}

/** The keys of an account in the configuration file. */
export const reportKeys = {
  ...Object.fromEntries(reports.map((report) => [settingOf(report), `sources.${report.name}`])),
  [windowsSetting]: 'sources.availability.window'
}

/** Those that are asked for. The pattern of the setting has let nothing else through. */
export function windowsOf(settings: Settings): readonly string[] {
  return [...new Set((settings[windowsSetting] ?? usualWindow).split(',').map((window) => window.trim()))]
}

/** The scopes that the sources which are on need, with that of `current_status` first. */
export function scopesOf({ reports: plans }: { readonly reports: readonly ReportPlan[] }): readonly string[] {
  return [...new Set([reportsRead, ...plans.map(({ report }) => report.scope)])]
}

/** What is to be known before those scopes are granted. */
export function warningsOf(plans: readonly ReportPlan[]): readonly string[] {
  return [...new Set(plans.flatMap(({ report }) => report.warning ?? []))]
}

/** Those that are on. */
export function reportPlans(settings: Settings): readonly ReportPlan[] {
  return reports.flatMap((report) => {
    const setting = settingOf(report)
    const text = settings[setting] ?? report.usual
    if (text === 'off' || text === 'false') return []
    const isOptional = text === 'auto'
    const ttl = isOptional || text === 'on' || text === 'true' ? report.ttl : milliseconds(text)
    if (ttl < shortestTtl) throw new SettingsError([{ setting, message: tooShort }])
    return [{ report, ttl, isOptional }]
  })
}
