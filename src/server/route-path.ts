/** A path of the settings as Fastify's router takes it: decoded as the router decodes requests, colons being no parameters. */
export function routePath(path: string): string {
  return decodeURI(path).replaceAll(':', '::')
}
