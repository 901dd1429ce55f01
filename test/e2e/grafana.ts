/** What Grafana does with a dashboard before it asks Prometheus: find the values of variables and put them in. */
import type { Prometheus } from './servers.ts'

export interface Variable {
  readonly name: string
  readonly type: string
  readonly query: string | { readonly query: string }
  readonly regex: string
  readonly multi: boolean
  readonly allValue?: string
}

export interface Target {
  readonly refId: string
  readonly expr: string
  readonly datasource: { readonly uid: string }
}

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly datasource?: { readonly uid: string }
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly Target[]
  readonly panels?: readonly Panel[]
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } }
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly editable: boolean
  readonly templating: { readonly list: readonly Variable[] }
  readonly annotations: { readonly list: readonly { readonly expr: string }[] }
  readonly panels: readonly Panel[]
}

/** Name -> text that takes its place. */
export type Values = Readonly<Record<string, string>>

/** All panels that show something, those of collapsed rows included. */
export function panelsOf({ panels }: Dashboard): Panel[] {
  return panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]))
}

/** `$name` and `${name}`; what is no variable stays, as `$1` of label_replace does. */
export function interpolate(text: string, values: Values): string {
  return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced, bare) => values[braced ?? bare] ?? all)
}

/** A choice of several values, in a regular expression within a PromQL string. */
function anyOf(values: readonly string[]): string {
  const escaped = values.map((value) => value.replaceAll('\\', '\\\\\\\\').replaceAll(/[$^*{}[\]+?.()|]/g, '\\\\$&'))
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`
}

/** The values that a variable offers, given those before it. */
export async function valuesOf({ query: given, regex }: Variable, before: Values, prometheus: Prometheus) {
  const query = interpolate(typeof given === 'string' ? given : given.query, before)
  const labelValues = /^label_values\((.+), (\w+)\)$/s.exec(query)
  if (labelValues !== null) {
    const [, match = '', label] = labelValues
    const url = `${prometheus.url}/api/v1/label/${label}/values?${new URLSearchParams({ 'match[]': match })}`
    return ((await (await fetch(url)).json()) as { data: string[] }).data
  }
  const queryResult = /^query_result\((.+)\)$/s.exec(query)
  if (queryResult === null) throw new Error(`neither label_values nor query_result: ${query}`)
  const [, source = '', flags] = /^\/(.+)\/(\w*)$/s.exec(regex) ?? []
  const pattern = new RegExp(source, flags)
  return (await prometheus.query(queryResult[1] as string)).map(({ labels, value }) => {
    const { __name__ = '', ...rest } = labels
    const pairs = Object.entries(rest).map(([label, text]) => `${label}="${text}"`)
    const found = pattern.exec(`${__name__}{${pairs.join(',')}} ${value} 1700000000000`)
    if (found?.groups?.value === undefined) throw new Error(`${regex} does not fit ${pairs}`)
    return found.groups.value
  })
}

export interface Choice {
  readonly name: string
  readonly values: Values
}

/**
 * The states a dashboard can be in: everything by "All", everything chosen by hand, and for a variable that takes
 * one value each of them. `fixed` are Grafana's own variables.
 */
export async function choicesOf({ templating }: Dashboard, fixed: Values, prometheus: Prometheus) {
  let all: Choice[] = [{ name: 'All', values: fixed }]
  let each: Choice[] = [{ name: 'each chosen', values: fixed }]
  const counts: Record<string, number> = {}
  for (const variable of templating.list) {
    if (variable.type === 'datasource') continue
    const { name, multi, allValue } = variable
    const values = await valuesOf(variable, (all[0] as Choice).values, prometheus)
    counts[name] = values.length
    const put = (choices: readonly Choice[], texts: readonly string[]) =>
      choices.flatMap((choice) => texts.map((text) => ({ ...choice, values: { ...choice.values, [name]: text } })))
    all = put(all, multi ? [allValue ?? anyOf(values)] : values)
    each = put(each, multi ? [anyOf(values)] : values)
  }
  return { choices: [all, each], counts }
}
