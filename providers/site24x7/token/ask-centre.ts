/** Asks a person for the data centre of an account. */
import type { Terminal } from '../../../src/contract/provider.ts'
import { dataCentres } from '../config.ts'

/** Asked again, as whoever is not asked any more pastes the secret into the shell. */
export async function askCentre(terminal: Terminal, usual: string): Promise<string> {
  terminal.note(`Data centres: ${Object.keys(dataCentres).join(', ')}`)
  for (;;) {
    const answer = (await terminal.question(`Which one does your account sign in to? [${usual}] `)) || usual
    const endpoint = centreOf(answer)
    if (endpoint !== undefined) return endpoint
    terminal.note(noSuchCentre(answer))
  }
}

/** From `site24x7.eu`, `https://www.site24x7.eu/app`, `.eu` or `eu`. */
function centreOf(answer: string): string | undefined {
  const host = answer
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/^www\./, '')
  const names = Object.keys(dataCentres)
  return names.find((name) => name === host || name === `site24x7.${host.replace(/^\./, '')}`)
}

export function noSuchCentre(name: string): string {
  return `${JSON.stringify(name)} is not a data centre; choose one of ${Object.keys(dataCentres).join(', ')}`
}
