/** Writes the dashboards of the chart: `node helm/dashboards/generate.ts`. */
import { writeFileSync } from 'node:fs'
import { dashboardFiles, folder } from './files.ts'

for (const [file, text] of dashboardFiles) writeFileSync(new URL(file, folder), text)
