/** All reports that can be sources. */
import { alerts } from './alerts.ts'
import { availability } from './availability.ts'
import { certificates } from './certificates.ts'
import { configuration } from './configuration.ts'
import { locations } from './locations.ts'
import { maintenance } from './maintenance.ts'
import type { Report } from './report.ts'
import { servers } from './servers.ts'
import { sla } from './sla.ts'
import { usage } from './usage.ts'

export const reports: readonly Report[] = [
  availability,
  certificates,
  maintenance,
  configuration,
  locations,
  sla,
  alerts,
  servers,
  usage
]
