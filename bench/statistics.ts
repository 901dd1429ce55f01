export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}

/** The nearest of the numbers; NaN of none. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Results of `runs` runs, one after the other. */
export async function repeat<Result>(runs: number, measure: (run: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let i = 0; i < runs; i++) results.push(await measure(i))
  return results
}
