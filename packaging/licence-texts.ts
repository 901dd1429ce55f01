/** The licences of the packages in the bundle, as most ask for their text to go wherever their code goes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Package {
  readonly name: string
  readonly version: string
  readonly license: string
}

/** `files`: paths below `root` of what is in the bundle. One section for each version of a package. */
export function licenceTexts(root: string, files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
  const sections = new Map([...folders].map((folder) => sectionOf(join(root, folder))))
  return [...sections]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `${title}\n${'='.repeat(title.length)}\n\n${text}\n`)
    .join('\n')
}

function sectionOf(folder: string): [string, string] {
  const { name, version, license }: Package = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)\b/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const text = texts.length === 0 ? 'The package comes without the text of its licence.' : texts.join('\n\n')
  return [`${name}@${version} (${license})`, text]
}
