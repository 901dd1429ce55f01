/** What is noticed while an answer is read. */
import { readOffset } from './timestamp.ts'

export class ParseReport {
  /** What could not be read or is not known, by kind. */
  readonly drift: Record<string, number> = {}
  /** Series that gave way to another one of the same labels. */
  merged = 0
  #newest = Number.NEGATIVE_INFINITY
  #newestText: string | undefined

  count(kind: string): void {
    this.drift[kind] = (this.drift[kind] ?? 0) + 1
  }

  /** Whether a time, Unix seconds, is the newest so far, so that its text is asked for. */
  isNewest(seconds: number): boolean {
    return seconds > this.#newest
  }

  newest(seconds: number, text: string): void {
    this.#newest = seconds
    this.#newestText = text
  }

  /**
   * Milliseconds east of UTC of the account's zone; undefined where no time could be read. It is that of the newest
   * time, as a monitor that is off since last summer still has that summer's.
   */
  utcOffset(): number | undefined {
    return this.#newestText === undefined ? undefined : readOffset(this.#newestText)
  }
}
