/** What the dashboards have in common. */
import { type Step, variable, type Words } from './grafana.ts'

/** Pushed series have no instance, so "All" instances has to match none as well. */
export const scraped = 'job=~"$job",instance=~"$instance"'

/** `up` and the metrics of the process are there for every job, so "All" jobs has to mean those of the exporter. */
export const jobVariable = (metric: string) =>
  variable({ name: 'job', label: 'Job', query: `label_values(${metric}, job)`, all: 'listed' })

export const instanceVariable = (metric: string) =>
  variable({ name: 'instance', label: 'Instance', query: `label_values(${metric}{job=~"$job"}, instance)`, all: '.*' })

export const firing = 'ALERTS{alertstate="firing",alertname=~"(EdgeExporter|Site24x7|ChinaCache).+",severity!="info"}'

/** What tells replicas apart is left out; what tells two installations apart (job, namespace, service) stays. */
export const byReplica = 'without (instance, pod, container, endpoint, node)'

/** The labels by which installations are told apart, where an aggregation has to name what it keeps. */
export const installation = 'job, namespace, service'

/** The same as the first columns of a table. */
export const installationColumns = [
  { field: 'job', title: 'Job' },
  { field: 'namespace', title: 'Namespace' },
  { field: 'service', title: 'Service' }
]

/** Green below, red from there on. */
export const alarm = (from: number): readonly Step[] => [{ color: 'green' }, { from, color: 'red' }]

export const upWords: Words = { 0: ['down', 'red'], 1: ['up', 'green'] }

/** The codes of monitors, locations and groups. */
export const statusWords: Words = {
  0: ['down', 'red'],
  1: ['up', 'green'],
  2: ['trouble', 'yellow'],
  3: ['critical', 'orange'],
  5: ['suspended', '#808080'],
  7: ['maintenance', 'blue'],
  9: ['discovery', 'purple'],
  10: ['configuration error', 'super-light-orange']
}

/** Another dashboard with the same time, data source, job and instance. */
export const dashboardLink = (uid: string, more = '') =>
  `/d/${uid}?\${__url_time_range}&\${datasource:queryparam}&\${job:queryparam}&\${instance:queryparam}${more}`
