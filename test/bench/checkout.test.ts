import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { imageOf, openCheckout } from '../../bench/checkout.ts'
import { measureImageSize } from '../../bench/image-size.ts'

const dockerfile = `# syntax=docker/dockerfile:1
FROM node:24 AS build
ENV STAGE=build
COPY src ./src
RUN npm run build && find dist -name '*.d.ts' -delete
ENTRYPOINT ["node", "--of-the-build", "/app/dist/src/main.js"]

FROM \${NODE_IMAGE}
ENV NODE_ENV=production
ENV MALLOC_ARENA_MAX=2 TEXT="two words" PATH=/nodejs/bin:$PATH \\
  # a comment between
  BLOB=/app/dist/blob NODE_COMPILE_CACHE=/app/compile-cache
COPY package.json LICENSE ./
COPY --from=build --chown=0:0 /app/dist ./dist
COPY --from=build /app/compile-cache ./compile-cache
HEALTHCHECK CMD ["node", "/app/dist/src/healthcheck.js"]
entrypoint ["/nodejs/bin/node", "--max-semi-space-size=4", "--snapshot-blob", "/app/dist/blob", "/app/dist/src/main.js"]
`

const built = {
  Dockerfile: dockerfile,
  LICENSE: 'free',
  'package.json': '{}',
  node_modules: {},
  bench: { 'refresh-cost.ts': '' },
  dist: { blob: 'blob', src: { 'main.js': 'main', 'main.d.ts': 'types' } },
  packaging: { 'compile-cache.ts': `require('fs').writeFileSync(process.argv[2] + '/made', 'made')` }
}

t.test('the last stage of a Dockerfile says how the program is started', async (t) => {
  t.strictSame(imageOf(dockerfile, 'older'), {
    options: ['--max-semi-space-size=4', '--snapshot-blob', '/app/dist/blob'],
    env: {
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '2',
      TEXT: 'two words',
      BLOB: '/app/dist/blob',
      NODE_COMPILE_CACHE: '/app/compile-cache'
    },
    copied: ['package.json', 'LICENSE', '/app/dist', '/app/compile-cache'],
    without: ['.d.ts']
  })
  t.strictSame(imageOf('FROM node\nENTRYPOINT ["node", "/app/dist/src/main.js"]', '.').options, [])
})

t.test('a Dockerfile that starts something else is told', async (t) => {
  t.throws(() => imageOf('FROM a\nENTRYPOINT ["node", "/app/dist/src/main.js"]\nFROM b\nCMD ["node"]', 'older'), {
    message: 'the last stage of the Dockerfile in older has no ENTRYPOINT'
  })
  for (const entrypoint of ['node /app/dist/src/main.js', '["sh", "/app/dist/src/main.js"]', '["node", "main.js"]']) {
    t.throws(() => imageOf(`FROM a\nENTRYPOINT ${entrypoint}`, 'older'), /the ENTRYPOINT of older is not \["node"/)
  }
})

t.test('paths of the image are found in the checkout', async (t) => {
  const folder = t.testdir(built)
  const checkout = openCheckout(folder, 'older')
  t.equal(checkout.built.main, join(folder, 'dist/src/main.js'))
  t.strictSame(checkout.built.options, ['--max-semi-space-size=4', '--snapshot-blob', join(folder, 'dist/blob')])
  t.equal(checkout.built.env.BLOB, join(folder, 'dist/blob'))
  t.strictSame(checkout.copied, ['package.json', 'LICENSE', 'dist', 'compile-cache'])
  const bytes = '{}'.length + 'free'.length + 'blob'.length + 'main'.length + 'made'.length
  t.equal(await measureImageSize(checkout), bytes, 'with what the build makes, and without what it leaves out')
  const unknown = (path: string) => measureImageSize({ ...checkout, copied: ['dist', path] })
  await t.rejects(unknown('etc'), /has no etc, which its image copies/)
  await t.rejects(unknown('/dist'), /has no \/dist, which its image copies/)
})

t.test('what only the build of an image makes is made for who asks', async (t) => {
  const { built: program } = openCheckout(t.testdir(built))
  const cache = program.env.NODE_COMPILE_CACHE as string
  t.strictSame(readdirSync(cache), ['made'])
  writeFileSync(join(cache, 'written'), 'by a program that was measured')
  t.not(openCheckout(t.testdirName).built.env.NODE_COMPILE_CACHE, cache)
})

t.test('a checkout that is not built is told', async (t) => {
  t.throws(() => openCheckout(t.testdir({ Dockerfile: '' })), /has no bench\/refresh-cost\.ts: run npm ci/)
})

t.test('so is one without what its image is started with', async (t) => {
  t.throws(() => openCheckout(t.testdir({ ...built, dist: { src: built.dist.src } })), /dist\/blob, which is not there/)
})
