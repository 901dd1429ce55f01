/**
 * Chinese names of places and carriers to English, to ISO codes and to a spot on the map.
 *
 * `names.json` has one row a thing: `zh` all its spellings, `en` its name (countries as in Unicode CLDR), `old` the
 * name in exporter-chinacache where that differs, `iso` its ISO 3166-2 or 3166-1 code, `country` a second, alpha-2
 * code, `at` latitude and longitude of its capital (from GeoNames, CC BY 4.0), by hand where it has none.
 */
import table from './names.json' with { type: 'json' }

/** Which list of the API a name stands in: `isps[]`, `provinces[]` or `states[]`. */
export type Kind = 'isp' | 'province' | 'country'

export interface Name {
  /** English name, or the Chinese one when it is not known. */
  readonly en: string
  /** As exporter-chinacache wrote it, so that dashboards built on it survive; `en` where that was plainly wrong. */
  readonly compatible: string
  /** ISO 3166-2 for a province (`CN-GD`), 3166-1 alpha-2 for a country (`JP`), `` where there is none. */
  readonly iso: string
  /** Degrees, WGS 84. */
  readonly at: { readonly latitude: number; readonly longitude: number } | undefined
  readonly known: boolean
}

interface Row {
  readonly iso?: string
  readonly country?: string
  readonly en: string
  readonly old?: string
  readonly at?: readonly number[]
  readonly zh: readonly string[]
}

const rows: readonly Row[] = [...table.provinces, ...table.countries, ...table.regions, ...table.isps]
const bySpelling = new Map(rows.flatMap((row) => row.zh.map((zh) => [zh, row] as const)))

/** An unknown name passes through as it is. */
export function translate(zh: string, kind: Kind): Name {
  const row = bySpelling.get(zh.trim())
  return row === undefined
    ? { en: zh, compatible: zh, iso: '', at: undefined, known: false }
    : { en: row.en, compatible: row.old ?? row.en, iso: isoOf(row, kind), at: position(row), known: true }
}

/** The 34 provincial regions of China. */
export const provinces: readonly Name[] = table.provinces.map(({ zh }) => translate(zh[0] as string, 'province'))

function isoOf({ iso = '', country }: Row, kind: Kind): string {
  const isSubdivision = iso.includes('-')
  if (kind === 'province') return isSubdivision ? iso : ''
  return kind === 'country' ? (country ?? iso.slice(0, 2)) : ''
}

function position({ at }: Row): Name['at'] {
  const [latitude, longitude] = at ?? []
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
}
