// Copyright: (c) 2026, aemfleet.ims contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const crypto = require('crypto')
const authorize = require('@adobe/jwt-auth')
const { Ims, context, getToken } = require('@adobe/aio-lib-ims')
const { world, give, configure } = require('./world')

const { service } = world
const ims = new Ims('prod')
const DAY = 24 * 60 * 60 * 1000

function login (changed = {}) {
  return authorize({
    clientId: service.client_id,
    clientSecret: service.client_secret,
    technicalAccountId: service.technical_account_id,
    orgId: world.org,
    metaScopes: service.meta_scopes,
    privateKey: service.private_key,
    ...changed
  })
}

afterEach(() => configure({ jwt_cut_off: null, expire_certificates: false }))

test('jwt-auth exchanges a token that lives as long as the answer says, in milliseconds', async () => {
  const answer = await login()
  expect(answer.token_type).toBe('bearer')
  expect(answer.expires_in).toBeGreaterThan(DAY - 60 * 1000)
  expect(answer.expires_in).toBeLessThanOrEqual(DAY)
  expect(await ims.validateToken(answer.access_token, service.client_id)).toMatchObject({ valid: true })
  give('token-jwt-auth', answer.access_token)
})

test('getToken of aio-lib-ims logs in by the plugin for JWT credentials', async () => {
  await context.set('legacy', { ...service, ims_org_id: world.org, env: 'prod' })
  const token = await getToken('legacy')
  expect(await ims.validateTokenAllowList(token, [service.client_id])).toMatchObject({ valid: true })
  give('token-aio-lib-ims-jwt', token)
})

const strangersKey = crypto.generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' }
}).privateKey

test.each([
  ['key', { privateKey: strangersKey }, 'invalid_token'],
  ['secret', { clientSecret: 'wrong' }, 'invalid_client'],
  ['client', { clientId: '0'.repeat(32) }, 'invalid_client'],
  ['metascope', { metaScopes: ['ent_user_sdk'] }, 'invalid_scope'],
  ['technical account', { technicalAccountId: 'ABC@techacct.adobe.com' }, 'bad_request'],
  ['organization', { orgId: 'ABC@AdobeOrg' }, 'bad_request']
])('a wrong %s is refused with its documented code', async (name, changed, code) => {
  await expect(login(changed)).rejects.toMatchObject({ code })
})

test('an expired certificate is told as a signature that matches none', async () => {
  await configure({ expire_certificates: true })
  await expect(login()).rejects.toThrow('Could not match JWT signature to any of the bindings')
})

test('a converted credential is refused', async () => {
  await configure({ jwt_cut_off: 'adobe' })
  await expect(login()).rejects.toMatchObject({ code: expect.stringMatching(/^(internal_error|invalid_client)$/) })
})
