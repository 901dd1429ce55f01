/** The chart as a whole: linted, rendered by two majors of helm, packaged, and checked against the models of its objects. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { difference, golden, lines } from './golden.ts'
import { chart, helm, type Major, only, parseObjects, type Rendered, render, scenarios, text } from './helm.ts'
import { faultsOfKeys, faultsOfValues, nulls } from './models.ts'

/** Whose contents have golden files of their own, or tests. */
function withoutContents(objects: readonly Rendered[]): Rendered[] {
  const isDashboard = ({ metadata }: Rendered) => metadata.labels?.grafana_dashboard !== undefined
  return objects
    .filter((object) => !isDashboard(object))
    .map((object) => (object.kind === 'PrometheusRule' ? { ...object, spec: '...' } : object))
}

for (const major of [3, 4] as Major[]) {
  t.test(`helm ${major} finds nothing to complain about`, async (t) => {
    for (const { name, file } of scenarios) {
      const { status, stdout, stderr } = helm(['lint', '--strict', chart, '--values', file], major)
      t.equal(status, 0, name)
      t.notMatch(stdout + stderr, /\[(WARNING|ERROR)\]/, name)
    }
  })
}

t.test('helm 3 and helm 4 render the same', async (t) => {
  for (const { name, file } of scenarios)
    t.equal(text({ files: [file], major: 3 }), text({ files: [file], major: 4 }), name)
})

t.test('what is rendered', async (t) => {
  const defaults = scenarios.find(({ name }) => name === 'default')
  const yaml = text({ files: [defaults?.file as string] })
  t.equal(yaml, golden('default.yaml', yaml), 'the default is the golden file')

  const before = lines(withoutContents(parseObjects(yaml)))
  for (const { name, file } of scenarios) {
    if (name === 'default') continue
    const changes = difference(before, lines(withoutContents(render({ files: [file] }))))
    t.equal(changes, golden(`${name}.diff`, changes), `${name} differs from the default where it should`)
    t.not(changes, '', `${name} differs from the default`)
  }
})

t.test('every object is what its model allows', async (t) => {
  const objects = scenarios.flatMap(({ file }) => render({ files: [file] }))
  t.same(await faultsOfValues(objects), [], 'types, patterns and required fields')
  t.same(faultsOfKeys(objects, t.testdir()), [], 'no unknown key')
  t.same(
    objects.flatMap((object) => nulls(object)),
    [],
    'no null'
  )

  const kinds = new Set(objects.map(({ kind }) => kind))
  const made = readFileSync(join(chart, 'README.md'), 'utf8')
  for (const kind of kinds) t.match(made, kind, `the README mentions ${kind}`)
  t.same([...kinds].sort(), [
    'ConfigMap',
    'CronJob',
    'Deployment',
    'Ingress',
    'NetworkPolicy',
    'PersistentVolumeClaim',
    'Pod',
    'PodDisruptionBudget',
    'PodMonitor',
    'PrometheusRule',
    'Role',
    'RoleBinding',
    'ScrapeConfig',
    'Secret',
    'Service',
    'ServiceAccount',
    'ServiceMonitor',
    'StatefulSet'
  ])
})

t.test('the models find faults', async (t) => {
  const monitor = () => only(render({ files: [join(chart, 'ci/monitoring-values.yaml')] }), 'ServiceMonitor')
  const misspelt = monitor()
  misspelt.spec.endpoints[0].scrapeTimout = '5s'
  t.match(faultsOfKeys([misspelt], t.testdir()), [/^ServiceMonitor rel-edge-exporter: .*scrapeTimout/])

  const wrong = monitor()
  wrong.spec.endpoints[0].interval = 'often'
  t.match(await faultsOfValues([wrong]), [/^ServiceMonitor rel-edge-exporter: /])

  const nothing = monitor()
  nothing.spec.endpoints[0].params = null
  t.same(nulls(nothing), ['/spec/endpoints/0/params'])
})

t.test('the package', async (t) => {
  const folder = t.testdir()
  const { status, stderr } = helm(['package', chart, '--destination', folder])
  t.equal(status, 0, stderr)
  const { version, appVersion } = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))
  const archive = join(folder, `edge-exporter-${version}.tgz`)
  const files = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8' }).stdout.trim().split('\n')
  for (const file of ['Chart.yaml', 'README.md', 'values.yaml', 'values.schema.json', 'rules/edge-exporter.yaml']) {
    t.ok(files.includes(`edge-exporter/${file}`), `holds ${file}`)
  }
  t.same(
    files.filter((file) => file.startsWith('edge-exporter/ci/')),
    [],
    'holds no values of the tests'
  )
  const values = scenarios.find(({ name }) => name === 'replicas-redis')?.file as string
  t.equal(text({ chart: archive, files: [values] }), text({ files: [values] }), 'renders as the folder does')

  const { version: program } = JSON.parse(readFileSync('package.json', 'utf8'))
  t.equal(appVersion, program, 'names the version of the program')
  t.match(readFileSync('Dockerfile', 'utf8'), `ARG VERSION=${program}\n`, 'and so does the image')
  const { annotations } = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))
  t.same(
    parse(annotations['artifacthub.io/images']),
    [{ name: 'edge-exporter', image: `ghcr.io/edge-exporter/edge-exporter:${program}` }],
    'Artifact Hub is told the same'
  )
})

const hasGpg = spawnSync('gpg', ['--version']).error === undefined

t.test('a signed package is verified', { skip: hasGpg ? false : 'gpg is not installed' }, async (t) => {
  const folder = t.testdir()
  // The agent's socket lies in it, whose path may not be long.
  const home = mkdtempSync(join(tmpdir(), 'gnupg-'))
  const gpg = (...args: readonly string[]) =>
    spawnSync('gpg', ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...args])
  t.teardown(() => {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
    rmSync(home, { recursive: true, force: true })
  })
  t.equal(gpg('--quick-generate-key', 'Chart <chart@example.com>', 'rsa2048', 'sign', 'never').status, 0, 'a key')
  // Helm reads key rings as older programs write them.
  writeFileSync(join(folder, 'secret.gpg'), gpg('--export-secret-keys').stdout)
  writeFileSync(join(folder, 'public.gpg'), gpg('--export').stdout)
  const values = scenarios.find(({ name }) => name === 'monitoring')?.file as string
  for (const major of [3, 4] as Major[]) {
    const target = join(folder, `helm-${major}`)
    const key = ['--sign', '--key', 'Chart', '--keyring', join(folder, 'secret.gpg')]
    const { status, stderr } = helm(['package', chart, '--destination', target, ...key], major)
    t.equal(status, 0, stderr)
    const [archive = ''] = readdirSync(target).filter((name) => name.endsWith('.tgz'))
    const path = join(target, archive)
    const verify = ['verify', path, '--keyring', join(folder, 'public.gpg')]
    t.equal(helm(verify, major).status, 0, `helm ${major} knows who has signed`)
    const install = ['template', 'rel', path, '--namespace', 'monitoring', '--values', values]
    t.equal(helm([...install, '--verify', ...verify.slice(2)], major).status, 0, `helm ${major} takes it with --verify`)
    t.equal(text({ chart: path, files: [values], major }), text({ files: [values], major }), 'as the folder')
    appendFileSync(path, 'more')
    t.not(helm(verify, major).status, 0, `helm ${major} refuses what was changed`)
  }
})

t.test('an umbrella chart', async (t) => {
  const folder = t.testdir({
    'Chart.yaml': JSON.stringify({
      apiVersion: 'v2',
      name: 'umbrella',
      version: '1.0.0',
      dependencies: [{ name: 'edge-exporter', version: '0.1.0', condition: 'edge-exporter.enabled' }]
    }),
    charts: { 'edge-exporter': t.fixture('symlink', join(process.cwd(), chart)) }
  })
  const values = (enabled: boolean) => ({
    global: { imageRegistry: 'registry.example.com', imagePullSecrets: ['pull'], other: { chart: 1 } },
    'edge-exporter': { enabled, providers: { site24x7: { enabled: true, existingSecret: 'zoho' } } }
  })
  const { image } = only(render({ chart: folder, values: values(true) }), 'Deployment').spec.template.spec.containers[0]
  t.equal(image, 'registry.example.com/edge-exporter/edge-exporter:0.1.0', 'hands down the registry')
  t.same(render({ chart: folder, values: values(false) }), [], 'switches it off')
})
