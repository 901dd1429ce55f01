import type { Family } from '../../../src/contract/provider.ts'

/** A family of this provider; its unit is told by its name. */
export function gauge(name: string, help: string, samples: Family['samples']): Family {
  const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1]
  return {
    name: `site24x7_${name}`,
    help: `${help} Cached.`,
    type: 'gauge',
    samples,
    ...(unit === undefined ? {} : { unit })
  }
}
