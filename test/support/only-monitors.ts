/** Settings for tests that speak of the state of the monitors alone: no other source of Site24x7 is on. */
export const onlyMonitors = {
  SITE24X7_AVAILABILITY: 'off',
  SITE24X7_CERTIFICATES: 'off',
  SITE24X7_MAINTENANCE: 'off'
} as const
