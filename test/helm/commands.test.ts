/** The commands that the documents give for the chart do what they say, as far as they can without a cluster. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { parseAllDocuments } from 'yaml'
import { chart, helm } from './helm.ts'

/** `helm install` commands of a document without values files, as words. */
function installsIn(path: string): string[][] {
  const joined = readFileSync(path, 'utf8').replaceAll(/\\\n\s*/g, '')
  return [...joined.matchAll(/^ *helm install (.*)$/gm)]
    .map(([, words = '']) => words.split(/\s+/))
    .filter((words) => !words.includes('--values'))
}

for (const path of ['README.md', `${chart}/README.md`]) {
  t.test(path, async (t) => {
    const installs = installsIn(path)
    t.ok(installs.length > 0, 'there is a command')
    for (const words of installs) {
      const { status, stdout, stderr } = helm(['template', ...words])
      t.equal(status, 0, stderr)
      const objects = parseAllDocuments(stdout).map((document) => document.toJS())
      const deployment = objects.find(({ kind }) => kind === 'Deployment')
      const { volumes = [] } = deployment.spec.template.spec
      t.match(JSON.stringify(volumes), '"name":"zoho"', 'the credentials come from the Secret that was made before')
    }
  })
}
