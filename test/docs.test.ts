/** What the documents point at is there: links, their anchors, and the files they name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

const root = join(import.meta.dirname, '..')

/** Folders that are made, or that others made. */
const foreign = new Set(['node_modules', '.git', '.tap', 'dist', 'tap-snapshots', 'fixtures', 'golden'])

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return foreign.has(entry.name) ? [] : markdownIn(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

interface Document {
  readonly path: string
  readonly text: string
  /** Without fenced code, where brackets and hashes mean other things. */
  readonly prose: string
}

const documents: readonly Document[] = markdownIn('.').map((path) => {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, prose: text.replace(/^( *)```[\s\S]*?^\1```/gm, '') }
})

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf({ prose }: Document): Set<string> {
  const seen = new Map<string, number>()
  const anchors = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
  const named = [...prose.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name]) => name as string)
  return new Set([...anchors, ...named])
}

function linksOf({ prose }: Document): string[] {
  const inline = [...prose.matchAll(/\]\(([^()\s]+)(?: "[^"]*")?\)/g)]
  const html = [...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)]
  return [...inline, ...html].map(([, target]) => target as string)
}

/** Why a link leads nowhere; undefined for a good one. */
function whyBroken(from: Document, target: string): string | undefined {
  if (/^https:\/\//.test(target)) return undefined
  if (/^[a-z]+:/.test(target)) return 'is neither a file nor https'
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? from.path : relative(root, join(root, dirname(from.path), file))
  if (path.startsWith('..')) return 'leads out of the project'
  if (!existsSync(join(root, path))) return 'does not exist'
  if (anchor === undefined) return undefined
  const document = documents.find((candidate) => candidate.path === path)
  return document === undefined || !anchorsOf(document).has(anchor) ? 'has no such heading' : undefined
}

t.test('the documents are found', async (t) => {
  const paths = documents.map(({ path }) => path)
  for (const path of ['README.md', 'docs/kubernetes.md', 'helm/edge-exporter/README.md'])
    t.ok(paths.includes(path), path)
})

t.test('a link that leads nowhere is seen', async (t) => {
  const from: Document = { path: 'docs/x.md', text: '', prose: '## Two `words`, here\n' }
  t.equal(whyBroken(from, '../README.md'), undefined)
  t.equal(whyBroken(from, 'no-such-file.md'), 'does not exist')
  t.equal(whyBroken(from, '../README.md#no-such-heading'), 'has no such heading')
  t.equal(whyBroken(from, '../../elsewhere'), 'leads out of the project')
  t.ok(anchorsOf(from).has('two-words-here'))
})

/** What looks like a file of the project. */
function filesNamedIn({ text }: Pick<Document, 'text'>): string[] {
  const rooms = 'src|plugins|providers|test|docs|helm|examples|bench|supply-chain|\\.ci'
  const end = '(?=[`\\s),;:\\]#]|\\.(?:\\s|$)|/[`\\s])'
  const named = text.matchAll(new RegExp(`(?<=[\`\\s([])(?:${rooms})/[\\w./-]*\\w${end}`, 'g'))
  // A provider that the reader is about to write.
  return [...named].map(([path]) => path).filter((path) => !path.includes('acme'))
}

t.test('named files are found', async (t) => {
  t.strictSame(filesNamedIn({ text: 'See `src/a.ts`, [docs/b.md](docs/b.md#c). And `helm/c/`; not dist/d.js' }), [
    'src/a.ts',
    'docs/b.md',
    'docs/b.md',
    'helm/c'
  ])
  const architecture = documents.find(({ path }) => path === 'docs/architecture.md')
  t.ok(architecture !== undefined && new Set(filesNamedIn(architecture)).size > 30)
})

for (const document of documents) {
  t.test(`${document.path}: every link leads somewhere`, async (t) => {
    const broken = linksOf(document).flatMap((target) => {
      const why = whyBroken(document, target)
      return why === undefined ? [] : [`${target} ${why}`]
    })
    t.strictSame(broken, [])
  })

  t.test(`${document.path}: every file that it names exists`, async (t) => {
    t.strictSame(
      filesNamedIn(document).filter((path) => !existsSync(join(root, path))),
      []
    )
  })
}

t.test('what the documents name in a file is in that file', async (t) => {
  const pattern =
    /`(\w+)` (?:in|of)\s+`((?:src|plugins|providers)\/[\w./-]+)`|`(\w+)`\s+\(`((?:src|plugins|providers)\/[\w./-]+)`\)/g
  const named = documents.flatMap(({ text }) => [...text.matchAll(pattern)])
  t.ok(named.length > 10)
  for (const [, a, b, c, d] of named) {
    const name = (a ?? c) as string
    const path = (b ?? d) as string
    t.match(readFileSync(join(root, path), 'utf8'), new RegExp(`\\b${name}\\b`), `${name} is in ${path}`)
  }
})
