/** What the doors of the exporter count. */
import type { Family, Sample } from '../../src/contract/provider.ts'

/** Why requests were refused. The set is closed: it is used as a label value. */
export const refusalReasons = ['certificate', 'credentials', 'busy', 'rate'] as const
export type RefusalReason = (typeof refusalReasons)[number]

export interface WebStatus {
  readonly refused: Readonly<Record<RefusalReason, number>>
  /** Undefined without a web configuration file. */
  readonly reloads: { readonly success: number; readonly failure: number; readonly isGood: boolean } | undefined
  /** Unix milliseconds; undefined without TLS. */
  readonly expiry: number | undefined
}

export function webFamilies({ refused, reloads, expiry }: WebStatus): Family[] {
  return [
    {
      name: 'edge_exporter_web_refused_requests_total',
      help: 'Requests that were not let in: by client certificate, credentials, too many logins at once, rate limit.',
      type: 'counter',
      samples: counts('reason', refused)
    },
    {
      name: 'edge_exporter_web_config_reloads_total',
      help: 'Changes of the web configuration file, its certificates or the token, by outcome; a failure changes nothing.',
      type: 'counter',
      samples: reloads === undefined ? [] : counts('outcome', { success: reloads.success, failure: reloads.failure })
    },
    {
      name: 'edge_exporter_web_config_last_reload_successful',
      help: '1 when the files of the web configuration in force are those on disk, 0 when those on disk cannot be used.',
      type: 'gauge',
      samples: reloads === undefined ? [] : [{ labels: {}, value: reloads.isGood ? 1 : 0 }]
    },
    {
      name: 'edge_exporter_web_certificate_expiry_timestamp_seconds',
      help: 'Unix time at which the certificate that is served ends.',
      type: 'gauge',
      unit: 'seconds',
      samples: expiry === undefined ? [] : [{ labels: {}, value: expiry / 1000 }]
    }
  ]
}

function counts(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }))
}
