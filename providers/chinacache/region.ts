/** Yesterday's traffic and requests of each channel by province and country. */
import ngeohash from 'ngeohash'
import type { Clock } from '../../src/contract/clock.ts'
import type { Place, Region } from '../../src/contract/provider.ts'
import type { RegionTraffic, Share } from './answers.ts'
import type { ChinaCacheTransport } from './api.ts'
import { type ChinaCacheConfig, identityOf } from './config.ts'
import { compatible, families } from './families.ts'
import type { Gauges } from './gauges.ts'
import { type Kind, type Name, provinces, translate } from './names.ts'
import { createSource } from './source.ts'
import { breakdownWindow } from './windows.ts'

interface RegionAnswers {
  readonly region: RegionTraffic
}

/** The places known without asking: the provincial regions of China. */
export const knownPlaces: readonly Place[] = provinces.flatMap(toPlace)

export function regionSource(config: ChinaCacheConfig, transport: ChinaCacheTransport, clock: Clock) {
  return createSource<RegionAnswers>(
    {
      name: 'region',
      times: config.breakdown,
      channels: config.channels,
      identity: identityOf(config),
      credentials: () => config.pass.read(),
      window: breakdownWindow,
      questions: { region: transport.region },
      add: addRegions,
      untranslated: (answers) => namesIn(answers).filter(({ known }) => !known).length,
      addPlaces,
      overview: (answers) => ({ regions: regionsOf(answers) })
    },
    clock
  )
}

function addRegions(gauges: Gauges, channel: string, { region }: Partial<RegionAnswers>): void {
  for (const share of region?.provinces ?? []) {
    const { compatible: old, en, iso } = translate(share.name, 'province')
    gauges.add(compatible.regionShare, { channel, region: 'Province', name: old }, share.trafficRatio)
    const labels = { channel, province: en, iso_3166_2: iso }
    gauges.add(families.provinceTraffic, labels, share.trafficRatio)
    gauges.add(families.provinceRequests, labels, share.requests)
    gauges.add(families.provinceRequestRatio, labels, share.requestRatio)
  }
  for (const share of region?.states ?? []) {
    const { en, iso } = translate(share.name, 'country')
    const labels = { channel, country: en, iso_3166_1: iso }
    gauges.add(families.countryTraffic, labels, share.trafficRatio)
    gauges.add(families.countryRequests, labels, share.requests)
    gauges.add(families.countryRequestRatio, labels, share.requestRatio)
  }
}

function namesIn({ region }: Partial<RegionAnswers>): Name[] {
  return [
    ...(region?.provinces ?? []).map(({ name }) => translate(name, 'province')),
    ...(region?.states ?? []).map(({ name }) => translate(name, 'country'))
  ]
}

/** One spot a label value, so that a join on `place` finds one series; Hong Kong can be in both lists. */
function addPlaces(gauges: Gauges, answers: readonly Partial<RegionAnswers>[]): Place[] {
  const places = new Map<string, Place>()
  for (const name of answers.flatMap(namesIn)) {
    const [place] = toPlace(name)
    if (place === undefined || places.has(place.key)) continue
    places.set(place.key, place)
    const { latitude, longitude } = place
    gauges.add(
      families.placeInfo,
      {
        place: place.key,
        iso: name.iso,
        latitude: String(latitude),
        longitude: String(longitude),
        geohash: ngeohash.encode(latitude, longitude)
      },
      1
    )
  }
  return [...places.values()]
}

/**
 * The shares of all channels in one, each channel weighing what its traffic was. A channel that does not tell its
 * traffic weighs nothing, unless none of them tells.
 */
function regionsOf(answers: readonly Partial<RegionAnswers>[]): Region[] {
  const channels = answers.flatMap(({ region }) => region ?? [])
  const told = channels.reduce((sum, { totalBytes = 0 }) => sum + totalBytes, 0)
  const regions = new Map<string, { name: string; share: number }>()
  const add = (kind: Kind, shares: readonly Share[], weight: number) => {
    for (const { name, trafficRatio = 0 } of shares) {
      const { en, iso } = translate(name, kind)
      if (iso === '') continue
      regions.set(iso, { name: en, share: (regions.get(iso)?.share ?? 0) + trafficRatio * weight })
    }
  }
  for (const { totalBytes = 0, provinces, states } of channels) {
    const weight = told > 0 ? totalBytes / told : 1 / channels.length
    add('province', provinces, weight)
    add('country', states, weight)
  }
  // As with gauges, what adds up to more than a number can be is left out.
  return [...regions]
    .map(([code, { name, share }]) => ({ code, name, share }))
    .filter(({ share }) => Number.isFinite(share))
    .sort((a, b) => b.share - a.share)
}

function toPlace({ en, at }: Name): Place[] {
  return at === undefined ? [] : [{ key: en, name: en, ...at }]
}
