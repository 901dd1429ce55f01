// The package's main file loads the names of all countries in 80 languages, of which none is needed.
import countries from 'i18n-iso-countries/index.js'

/** What Site24x7 writes where ISO 3166-1 has another code, seen in its list of locations. */
const ownCodes: Readonly<Record<string, readonly string[]>> = {
  DA: ['DK'],
  // Seoul is `SK`, which is ISO's code of Slovakia: the city has to tell.
  SK: ['KR', 'SK'],
  UAE: ['AE'],
  UK: ['GB']
}

/** US states that stand for themselves in a location's name would otherwise be taken for the towns named after them. */
const usStates = new Set(
  `Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,Hawaii,Idaho,Illinois,
  Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,
  Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,
  Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,West Virginia,Wisconsin,Wyoming`.split(
    /,\s*/
  )
)

/** ISO 3166-1 alpha-2 codes that a country code of a location can mean, the likeliest first; empty if none. */
export function countriesOf(code: string): readonly string[] {
  if (!/^[A-Z]{2,3}$/.test(code)) return []
  const own = ownCodes[code]
  if (own !== undefined) return own
  const alpha2 = code.length === 3 ? countries.alpha3ToAlpha2(code) : code
  return alpha2 !== undefined && countries.isValid(alpha2) ? [alpha2] : []
}

/** Whether a name is that of a whole state and not of a city. New York and Washington are taken for the cities. */
export function isUsState(name: string): boolean {
  return usStates.has(name)
}
