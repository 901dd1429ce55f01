/** From where the account could be watched, from `location_template`: public places and its own pollers. */
import type { Place } from '../../../src/contract/provider.ts'
import { adminRead } from '../endpoint.ts'
import { resolveLocations } from '../geography/locations.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, idOf, rowOf, rowsOf, textOf } from './rows.ts'

export const locations: Report = {
  name: 'locations',
  title: 'public locations and private pollers',
  scope: adminRead,
  ttl: 24 * hour,
  usual: 'off',
  warning: `${adminRead} lets whoever has the refresh token read passwords that are stored in monitors`,
  calls: () => [{ key: '', name: 'locations', path: 'location_template', scope: adminRead }],
  read
}

function read(answers: readonly Answer[], { report }: ReadContext): Reading {
  const publics = createSeries(report)
  const pollers = createSeries(report)
  const names: string[] = []
  for (const { data } of answers) {
    const { locations: list, onpremise_pollers: private_, mobile_pollers: mobile } = rowOf(data) ?? {}
    for (const row of rowsOf(list, report)) {
      const [id, location] = [idOf(row.location_id), textOf(row.display_name)]
      if (id === undefined || location === '') {
        report.count('skipped_item')
        continue
      }
      names.push(location)
      publics.add({ location_id: id, location, country: textOf(row.country_name), city: textOf(row.city_name) }, 1)
    }
    for (const [kind, rows] of Object.entries({ on_premise: private_, mobile })) {
      for (const row of rowsOf(rows, report)) {
        const id = idOf(row.location_id)
        if (id === undefined) report.count('skipped_item')
        else pollers.add({ monitor_id: id, poller: textOf(row.display_name), kind }, 1)
      }
    }
  }
  return {
    families: [
      publics.family(
        'available_location_info',
        'A public location from which monitors can be watched, from locations[] of the location template; the value is always 1.'
      ),
      pollers.family(
        'poller_info',
        'A poller of the account itself, whose location_id is the id of its monitor, from onpremise_pollers[] and mobile_pollers[] of the location template; the value is always 1.'
      )
    ],
    places: placesOf(names, () => report.count('unknown_location'))
  }
}

function placesOf(names: readonly string[], onUnknown: () => void): Place[] {
  const resolved = resolveLocations(names)
  return [...new Set(names)].flatMap((name) => {
    const { latitude, longitude } = resolved.get(name) ?? {}
    if (latitude === undefined || longitude === undefined) {
      onUnknown()
      return []
    }
    return [{ key: name, name, latitude, longitude }]
  })
}
