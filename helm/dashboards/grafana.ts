/** As much of Grafana's dashboard schema (as Grafana 12 writes it; Grafana 10 and later read it) as ours need, and the panels they are made of. */

export interface Target {
  readonly expr: string
  readonly legend?: string
}

type Json = Readonly<Record<string, unknown>>

/** A panel without its place. */
export interface Panel {
  readonly type: string
  readonly title: string
  readonly description: string
  readonly width: number
  readonly height: number
  readonly targets: readonly Json[]
  readonly fieldConfig: Json
  readonly options: Json
  readonly transformations?: readonly Json[]
}

export interface Row {
  readonly title: string
  readonly panels: readonly Panel[]
  readonly isCollapsed?: boolean
}

export interface DashboardOptions {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly variables: readonly Json[]
  readonly rows: readonly Row[]
}

const tag = 'edge-exporter'
const columns = 24

/** Whichever data source the variable names: a uid of one Grafana would be unknown to every other. */
export const datasource = { type: 'prometheus', uid: `\${datasource}` }

export function dashboard({ uid, title, description, variables, rows }: DashboardOptions): Json {
  return {
    uid,
    title,
    description,
    tags: [tag],
    editable: false,
    schemaVersion: 42,
    version: 1,
    timezone: 'browser',
    refresh: '1m',
    graphTooltip: 1,
    time: { from: 'now-6h', to: 'now' },
    timepicker: {},
    fiscalYearStartMonth: 0,
    weekStart: '',
    liveNow: false,
    links: [
      {
        type: 'dashboards',
        title: 'Edge exporter',
        tags: [tag],
        asDropdown: false,
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        icon: 'external link',
        tooltip: '',
        url: ''
      }
    ],
    annotations: { list: [firingAlerts] },
    templating: { list: variables },
    panels: placed(rows)
  }
}

const firingAlerts = {
  name: 'Alerts',
  enable: false,
  hide: false,
  iconColor: 'red',
  datasource,
  expr: 'ALERTS{alertstate="firing",alertname=~"(EdgeExporter|Site24x7|ChinaCache).+",severity!="info"}',
  step: '60s',
  titleFormat: '{{alertname}}',
  textFormat: '{{provider}} {{source}} {{monitor_name}} {{channel}}',
  tagKeys: 'severity'
}

/** Panels flow from left to right, and a line is as high as its highest panel. */
function placed(rows: readonly Row[]): Json[] {
  const result: Json[] = []
  let id = 0
  let y = 0
  for (const row of rows) {
    id += 1
    const header = { id, type: 'row', title: row.title, gridPos: { h: 1, w: columns, x: 0, y } }
    y += 1
    let x = 0
    let lineHeight = 0
    const inRow = row.panels.map(({ width, height, ...panel }) => {
      id += 1
      if (x + width > columns) {
        x = 0
        y += lineHeight
        lineHeight = 0
      }
      const gridPos = { h: height, w: width, x, y }
      x += width
      lineHeight = Math.max(lineHeight, height)
      return { id, datasource, gridPos, ...panel }
    })
    y += lineHeight
    // Grafana keeps the panels of a collapsed row inside it, and others after it.
    const isCollapsed = row.isCollapsed === true
    result.push({ ...header, collapsed: isCollapsed, panels: isCollapsed ? inRow : [] }, ...(isCollapsed ? [] : inRow))
  }
  return result
}

export const datasourceVariable: Json = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
  regex: '',
  hide: 0,
  refresh: 1,
  includeAll: false,
  multi: false,
  current: {},
  options: []
}

export interface VariableOptions {
  readonly name: string
  readonly label: string
  /** `label_values(...)` or `query_result(...)`. */
  readonly query: string
  /** With groups named `text` and `value` where the two differ. */
  readonly regex?: string
  /** Several values may be chosen. `listed`: "All" is every value that the query finds; else it is this pattern. */
  readonly all?: 'listed' | '.+' | '.*'
}

export function variable({ name, label, query, regex = '', all }: VariableOptions): Json {
  const isMulti = all !== undefined
  return {
    name,
    label,
    type: 'query',
    datasource,
    definition: query,
    query: { query, refId: `variable-${name}` },
    regex,
    refresh: 2,
    sort: 5,
    hide: 0,
    skipUrlSync: false,
    multi: isMulti,
    includeAll: isMulti,
    ...(isMulti && all !== 'listed' ? { allValue: all } : {}),
    current: isMulti ? { selected: true, text: ['All'], value: ['$__all'] } : {},
    options: []
  }
}

export interface Step {
  readonly from?: number
  readonly color: string
}

export interface Look {
  readonly unit?: string
  readonly decimals?: number
  readonly min?: number
  readonly max?: number
  readonly steps?: readonly Step[]
  /** Words and colours for values. */
  readonly words?: Words
  readonly width?: number
  readonly height?: number
}

export type Words = Readonly<Record<string, readonly [text: string, color: string]>>

export interface Link {
  readonly title: string
  readonly url: string
}

const plain: readonly Step[] = [{ color: 'green' }]

function defaults({ unit = 'none', decimals, min, max, steps = plain, words }: Look): Record<string, unknown> {
  return {
    unit,
    ...(decimals === undefined ? {} : { decimals }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    thresholds: thresholds(steps),
    mappings: words === undefined ? [] : [mapping(words)]
  }
}

function thresholds(steps: readonly Step[]): Json {
  return { mode: 'absolute', steps: steps.map(({ from, color }) => ({ color, value: from ?? null })) }
}

function mapping(words: Words): Json {
  const options = Object.entries(words).map(([value, [text, color]], index) => [value, { text, color, index }] as const)
  return { type: 'value', options: Object.fromEntries(options) }
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}

function overTime(targets: readonly Target[]): Json[] {
  return targets.map(({ expr, legend = '__auto' }, index) => ({
    refId: refId(index),
    datasource,
    expr,
    legendFormat: legend,
    range: true,
    instant: false
  }))
}

function now(targets: readonly Target[], format: 'time_series' | 'table'): Json[] {
  return targets.map(({ expr, legend = '__auto' }, index) => ({
    refId: refId(index),
    datasource,
    expr,
    legendFormat: legend,
    format,
    range: false,
    instant: true
  }))
}

const lastValue = { calcs: ['lastNotNull'], fields: '', values: false }

export function stat(
  title: string,
  description: string,
  targets: readonly Target[],
  look: Look & { readonly links?: readonly Link[]; readonly colors?: Readonly<Record<string, string>> } = {}
): Panel {
  const overrides = Object.entries(look.colors ?? {}).map(([name, color]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }]
  }))
  return {
    type: 'stat',
    title,
    description,
    width: look.width ?? 4,
    height: look.height ?? 4,
    targets: now(targets, 'time_series'),
    fieldConfig: { defaults: { ...defaults(look), color: { mode: 'thresholds' }, links: look.links ?? [] }, overrides },
    options: {
      colorMode: 'value',
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      reduceOptions: lastValue,
      textMode: 'auto',
      wideLayout: true
    }
  }
}

export interface Series {
  readonly name: string
  readonly text?: string
  readonly color?: string
  readonly isDashed?: boolean
}

export function timeseries(
  title: string,
  description: string,
  targets: readonly Target[],
  look: Look & { readonly isStacked?: boolean; readonly series?: readonly Series[] } = {}
): Panel {
  const { isStacked = false, series = [] } = look
  const overrides = series.map(({ name, text, color, isDashed }) => ({
    matcher: { id: 'byName', options: name },
    properties: [
      ...(text === undefined ? [] : [{ id: 'displayName', value: text }]),
      ...(color === undefined ? [] : [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }]),
      ...(isDashed === true ? [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } }] : [])
    ]
  }))
  const custom = {
    drawStyle: 'line',
    lineInterpolation: isStacked ? 'linear' : 'stepAfter',
    lineWidth: 1,
    fillOpacity: isStacked ? 30 : 5,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: look.steps === undefined ? 'off' : 'dashed' }
  }
  return {
    type: 'timeseries',
    title,
    description,
    width: look.width ?? 12,
    height: look.height ?? 8,
    targets: overTime(targets),
    fieldConfig: { defaults: { ...defaults(look), color: { mode: 'palette-classic' }, custom }, overrides },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' }
    }
  }
}

export interface Column extends Look {
  /** The label, or the query's letter. */
  readonly field: string
  readonly title: string
  readonly links?: readonly Link[]
}

/** One line for each set of labels; the queries are joined on the labels they share. */
export function table(
  title: string,
  description: string,
  targets: readonly Target[],
  cols: readonly Column[],
  look: Look & { readonly sortBy?: string; readonly isDescending?: boolean } = {}
): Panel {
  const fieldOf = ({ field }: Column) => {
    if (!/^[A-Z]$/.test(field)) return field
    return targets.length === 1 ? 'Value' : `Value #${field}`
  }
  const overrides = cols.map((column) => {
    const { unit, decimals, thresholds: steps, mappings, min, max } = defaults(column)
    const isColored = column.steps !== undefined || column.words !== undefined
    return {
      matcher: { id: 'byName', options: column.title },
      properties: [
        ...(column.unit === undefined ? [] : [{ id: 'unit', value: unit }]),
        ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
        ...(min === undefined ? [] : [{ id: 'min', value: min }]),
        ...(max === undefined ? [] : [{ id: 'max', value: max }]),
        ...(column.steps === undefined ? [] : [{ id: 'thresholds', value: steps }]),
        ...(column.words === undefined ? [] : [{ id: 'mappings', value: mappings }]),
        ...(isColored ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
        ...(column.width === undefined ? [] : [{ id: 'custom.width', value: column.width }]),
        ...(column.links === undefined ? [] : [{ id: 'links', value: column.links }])
      ]
    }
  })
  return {
    type: 'table',
    title,
    description,
    width: look.width ?? 12,
    height: look.height ?? 8,
    targets: now(targets, 'table'),
    fieldConfig: { defaults: { ...defaults(look), custom: { filterable: true, align: 'auto' } }, overrides },
    options: {
      cellHeight: 'sm',
      showHeader: true,
      footer: { show: false, reducer: ['sum'], countRows: false, fields: '' },
      sortBy: look.sortBy === undefined ? [] : [{ displayName: look.sortBy, desc: look.isDescending ?? false }]
    },
    transformations: [
      ...(targets.length > 1 ? [{ id: 'merge', options: {} }] : []),
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: Object.fromEntries(cols.map((column, index) => [fieldOf(column), index])),
          renameByName: Object.fromEntries(cols.map((column) => [fieldOf(column), column.title]))
        }
      },
      // What has no column is no help, above all the labels that a scrape adds.
      { id: 'filterFieldsByName', options: { include: { names: cols.map((column) => column.title) } } }
    ]
  }
}

export function bars(title: string, description: string, target: Target, look: Look = {}): Panel {
  return {
    type: 'bargauge',
    title,
    description,
    width: look.width ?? 8,
    height: look.height ?? 10,
    targets: now([target], 'time_series'),
    fieldConfig: { defaults: { min: 0, ...defaults(look), color: { mode: 'thresholds' } }, overrides: [] },
    options: {
      displayMode: 'basic',
      orientation: 'horizontal',
      reduceOptions: lastValue,
      showUnfilled: true,
      valueMode: 'color',
      namePlacement: 'auto',
      minVizHeight: 16,
      minVizWidth: 8,
      sizing: 'auto'
    }
  }
}

export function states(
  title: string,
  description: string,
  target: Target,
  words: Words,
  look: Omit<Look, 'words'> = {}
): Panel {
  return {
    type: 'state-timeline',
    title,
    description,
    width: look.width ?? 12,
    height: look.height ?? 8,
    targets: overTime([target]),
    fieldConfig: {
      defaults: {
        ...defaults({ ...look, words }),
        color: { mode: 'thresholds' },
        custom: { fillOpacity: 70, lineWidth: 0, spanNulls: false }
      },
      overrides: []
    },
    options: {
      alignValue: 'left',
      mergeValues: true,
      rowHeight: 0.85,
      showValue: 'auto',
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'single', sort: 'none' }
    }
  }
}

export interface MapOptions extends Look {
  /** The titles of the columns that colour and size of a dot follow. */
  readonly color: string
  readonly size: string
  readonly view: { readonly id: string; readonly lat: number; readonly lon: number; readonly zoom: number }
}

/** The place comes with the series, in a label with a geohash: no second data source and no request of the browser. */
export function geomap(
  title: string,
  description: string,
  targets: readonly Target[],
  cols: readonly Column[],
  { color, size, view, ...look }: MapOptions
): Panel {
  const { fieldConfig, transformations, ...rest } = table(title, description, targets, cols, look)
  return {
    ...rest,
    type: 'geomap',
    width: look.width ?? 14,
    height: look.height ?? 12,
    fieldConfig: { ...fieldConfig, defaults: { ...defaults(look), color: { mode: 'thresholds' } } },
    ...(transformations === undefined ? {} : { transformations }),
    options: {
      basemap: { type: 'default', name: 'Basemap', config: {} },
      controls: { showZoom: true, mouseWheelZoom: false, showAttribution: true, showScale: false },
      tooltip: { mode: 'details' },
      view: { ...view, allLayers: true },
      layers: [
        {
          type: 'markers',
          name: title,
          tooltip: true,
          location: { mode: 'geohash', geohash: 'geohash' },
          config: {
            showLegend: true,
            style: {
              color: { field: color, fixed: 'green' },
              size: { field: size, fixed: 8, min: 5, max: 18 },
              opacity: 0.7,
              rotation: { fixed: 0, mode: 'mod', min: -360, max: 360 },
              symbol: { mode: 'fixed', fixed: 'img/icons/marker/circle.svg' },
              symbolAlign: { horizontal: 'center', vertical: 'center' }
            }
          }
        }
      ]
    }
  }
}
