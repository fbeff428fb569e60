// serve.mjs - Pinterest and YouTube as their published descriptions have them, and an OAuth provider, on loopback
//
// usage: node serve.mjs SPECS FILE      (where node_modules lies)
// SPECS holds pinterest/openapi-5.23.0.json, youtube/youtube__v3.json and youtube/youtubeAnalytics__v2.json. FILE gets
// the addresses, an object. Prism answers what its description allows with its examples, and names what it does not
// allow in the header sl-violations. The provider stands for X and for Google: their paths, PKCE needed, refresh tokens
// used once, codes for devices, revocation; a person is any name.
import { createRequire } from 'node:module'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

const require = createRequire(process.cwd() + '/')
const { createLogger } = require('@stoplight/prism-core')
const { createServer } = require('@stoplight/prism-http-server')
const { getHttpOperationsFromSpec } = require('@stoplight/prism-cli/dist/operations')
const { convert } = require('google-discovery-to-swagger')
const [specs, file] = process.argv.slice(2)
const read = path => JSON.parse(readFileSync(`${specs}/${path}`))

async function prism(description) {
  const operations = await getHttpOperationsFromSpec(description)
  const server = createServer(operations, {
    components: { logger: createLogger('prism', { level: 'silent' }) },
    config: {
      mock: { dynamic: false }, checkSecurity: true, validateRequest: true, validateResponse: false, isProxy: false,
      errors: false,
    },
    cors: false,
  })
  return server.listen(0, '127.0.0.1')
}

// Its paths begin behind /v5. What may be one of two lists of words may stand in both.
function pinterest() {
  const d = read('pinterest/openapi-5.23.0.json')
  const paths = {}
  for (const [path, item] of Object.entries(d.paths)) paths['/v5' + path] = item
  const either = x => {
    if (x && typeof x === 'object') {
      if (x.oneOf) { x.anyOf = x.oneOf; delete x.oneOf }
      Object.values(x).forEach(either)
    }
  }
  either(d.components.parameters)
  for (const item of Object.values(paths))
    for (const op of Object.values(item)) either(op.parameters)
  return { ...d, paths, servers: [{ url: 'http://127.0.0.1' }] }
}

// What takes a file is also below /upload.
function google(path) {
  const discovery = read(path)
  const d = convert(discovery)
  d.consumes = d.produces = ['application/json']
  const uploads = resource => {
    for (const m of Object.values(resource.methods ?? {})) {
      const op = m.mediaUpload && d.paths['/' + m.path]?.[m.httpMethod.toLowerCase()]
      if (op) {
        const kind = { name: 'uploadType', in: 'query', type: 'string', required: true }
        const parameters = (op.parameters ?? []).filter(p => m.request || p.in !== 'body').concat(kind)
        const item = (d.paths[m.mediaUpload.protocols.simple.path] ??= {})
        item[m.httpMethod.toLowerCase()] = { ...op, operationId: 'upload.' + op.operationId, parameters }
      }
    }
    Object.values(resource.resources ?? {}).forEach(uploads)
  }
  uploads(discovery)
  for (const item of Object.values(d.paths))
    for (const op of Object.values(item)) if (op.responses) op.consumes = op.produces = ['application/json']
  return d
}

async function provider() {
  const { default: Provider } = await import(require.resolve('oidc-provider'))
  const { createServer: listen } = await import('node:http')
  const server = listen()
  await new Promise(up => server.listen(0, '127.0.0.1', up))
  const url = `http://127.0.0.1:${server.address().port}`
  const p = new Provider(url, {
    clients: [
      {
        client_id: 'web', client_secret: 'web-secret', token_endpoint_auth_method: 'client_secret_basic',
        application_type: 'native', redirect_uris: ['http://127.0.0.1/back'], response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
      {
        client_id: 'television', client_secret: 'tv-secret', token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [], response_types: [],
        grant_types: ['refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      },
    ],
    features: {
      deviceFlow: { enabled: true }, revocation: { enabled: true }, devInteractions: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
    },
    routes: {
      authorization: '/i/oauth2/authorize', token: '/2/oauth2/token', revocation: '/2/oauth2/revoke',
      introspection: '/introspect', device_authorization: '/device/code', code_verification: '/device',
    },
    pkce: { required: () => true },
    scopes: ['offline_access', 'tweet.read', 'tweet.write', 'tweet.moderate.write', 'users.read', 'media.write', 'dm.read',
      'dm.write', 'mute.read', 'mute.write', 'https://www.googleapis.com/auth/youtube'],
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 3600, RefreshToken: 86400, DeviceCode: 600, AuthorizationCode: 60, Session: 3600, Grant: 86400,
      Interaction: 600, IdToken: 3600 },
    async findAccount(_, id) { return { accountId: id, claims: () => ({ sub: id }) } },
  })
  const answer = p.callback()
  server.on('request', (req, res) => {
    if (req.url === '/token') req.url = '/2/oauth2/token' // Google's
    if (req.url.startsWith('/2/users/me') || req.url.startsWith('/youtube/v3/channels')) {
      res.setHeader('Content-Type', 'application/json')
      return res.end(JSON.stringify({ data: { id: '7', username: 'atelier' }, items: [{ id: 'UC1', snippet: { title: 'Atelier' } }] }))
    }
    return answer(req, res)
  })
  return url
}

const urls = {
  pinterest: await prism(pinterest()),
  youtube: await prism(google('youtube/youtube__v3.json')),
  analytics: await prism(google('youtube/youtubeAnalytics__v2.json')),
  oauth: await provider(),
}
writeFileSync(file + '.new', JSON.stringify(urls) + '\n')
renameSync(file + '.new', file)
