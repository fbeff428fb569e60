// network.mjs - a whole Bluesky network for tests: PLC, PDS, AppView, on loopback only.
// Run in the folder that has node_modules; DB_POSTGRES_URL and REDIS_HOST say where those are.
// Prints one line of JSON when it is ready; SIGTERM ends it.
import net from 'node:net'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

// The packages listen on every interface: put the loopback address into every call.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (first && typeof first === 'object' && 'port' in first) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  if (typeof first === 'number' || /^\d+$/.test(String(first))) {
    if (typeof rest[0] === 'string') rest[0] = '127.0.0.1'
    else rest.unshift('127.0.0.1')
  }
  return listen.call(this, first, ...rest)
}

const require = createRequire(process.cwd() + '/package.json')
const { TestNetwork } = await import(pathToFileURL(require.resolve('@atproto/dev-env')).href)
const network = await TestNetwork.create({
  pds: { hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { dbPostgresSchema: 'bsky' },
  dbPostgresSchema: 'dev',
})
console.log(JSON.stringify({ ready: true, pds: network.pds.url, plc: network.plc.url, appview: network.bsky.url }))
// At once: closing it all takes seconds, and nothing of it is used again.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
