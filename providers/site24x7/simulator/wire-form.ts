/** How the API writes things, and the private data that it writes with them. */

/** A monitor as `current_status` shows it. */
export interface ShownMonitor {
  readonly monitor_id: string
  readonly name: string
  readonly monitor_type: string
  readonly status: number
  readonly tags?: readonly string[]
}

export interface ReportInput {
  readonly seed: number
  /** Numbers of the customers. */
  readonly customers: readonly number[]
  readonly monitors: readonly ShownMonitor[]
  /** Unix milliseconds. */
  readonly time: number
  readonly stamp: (time: number) => string
  readonly query: Readonly<Record<string, unknown>>
}

/** Private data of the kinds that these answers hold. A number that tells each apart wherever it turns up. */
export const privateData = {
  password: 'sentinel-password-7431',
  apiKey: 'sentinel-api-key-7432',
  email: 'sentinel.person.7433@example.com',
  billing: 'Sentinel Billing Contact 7434',
  person: '7435000000000000001'
} as const

/** As the API writes it: seconds vanish from an hour on, and there is a space at the end. */
export function durationText(length: number): string {
  const seconds = Math.floor(length / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (days > 0) return `${days} days ${hours % 24} Hrs ${minutes % 60} Mins `
  if (hours > 0) return `${hours} Hrs ${minutes % 60} Mins `
  return `${minutes} Mins ${seconds % 60} Secs`
}

/** `2024-03-05T09:12:44+0530`. There are few different moments in an answer, and many places where they stand. */
export function stamper(zone: number): (time: number) => string {
  const known = new Map<number, string>()
  const digits = (value: number) => String(Math.abs(value)).padStart(2, '0')
  const offset = `${zone < 0 ? '-' : '+'}${digits(Math.trunc(zone / 60))}${digits(zone % 60)}`
  return (time) => {
    let text = known.get(time)
    if (text === undefined) {
      text = `${new Date(time + zone * 60_000).toISOString().slice(0, 19)}${offset}`
      known.set(time, text)
    }
    return text
  }
}
