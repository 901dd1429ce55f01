/** A process of its own: the least that Node can do for a scrape. Arguments: port, file with the gzip bytes. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
const headers = {
  'content-type': 'text/plain; version=0.0.4; charset=utf-8',
  'content-encoding': 'gzip',
  'content-length': bytes.length
}
createServer((_request, response) => response.writeHead(200, headers).end(bytes)).listen(Number(port), '127.0.0.1')
