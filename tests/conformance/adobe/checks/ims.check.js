// Copyright: (c) 2026, aemfleet.ims contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const { Ims, ValidationCache, context, getToken, getTokenData } = require('@adobe/aio-lib-ims')
const analytics = require('@adobe/aio-lib-analytics')
const { world, give, configure } = require('./world')

const { client_id: clientId, client_secrets: [secret], scopes } = world.oauth
const DAY = 24 * 60 * 60
const ims = new Ims('prod')

function newToken () {
  return ims.getAccessTokenByClientCredentials(clientId, secret, world.org, scopes)
}

describe('client credentials', () => {
  test('the token lives as long as the answer says, in seconds, and as its claims say, in milliseconds', async () => {
    const { access_token: accessToken, payload } = await newToken()
    expect(payload.token_type).toBe('bearer')
    expect(payload.expires_in).toBeGreaterThan(DAY - 60)
    expect(payload.expires_in).toBeLessThanOrEqual(DAY)
    expect(Math.abs(accessToken.expiry - Date.now() - payload.expires_in * 1000)).toBeLessThan(60 * 1000)
    give('token-aio-lib-ims', accessToken.token)
  })

  test('getToken logs in by the plugin for server-to-server credentials', async () => {
    await context.set('conformance', { ...world.oauth, ims_org_id: world.org, env: 'prod' })
    const token = await getToken('conformance')
    expect(getTokenData(token).client_id).toBe(clientId)
    give('token-aio-lib-ims-oauth', token)
  })

  test.each([
    ['secret', [clientId, 'wrong', world.org, scopes], /400.*invalid_client.*invalid client_secret parameter/],
    ['client', ['0'.repeat(32), secret, world.org, scopes], /400.*invalid_client/],
    ['scope', [clientId, secret, world.org, [...scopes, 'user_management_sdk']], /400.*invalid_scope/]
  ])('a wrong %s is refused', async (name, credential, message) => {
    await expect(ims.getAccessTokenByClientCredentials(...credential)).rejects.toThrow(message)
  })

  test('a wrong authorization code is refused', async () => {
    const claims = Buffer.from(JSON.stringify({ type: 'authorization_code' })).toString('base64url')
    const attempt = ims.getAccessToken(`e30.${claims}.x`, clientId, secret, 'openid')
    await expect(attempt).rejects.toThrow(/400.*access_denied/)
  })

  // Only of a reading call: aio-lib-ims cannot repeat a form that it has sent (docs/conformance.md).
  test('a throttled request is repeated after the time that the answer names', async () => {
    const { token } = (await newToken()).access_token
    const started = Date.now()
    await configure({ throttle: { calls: 1, retry_after: 1, service: 'ims' } })
    expect(await ims.getOrganizations(token)).toHaveLength(1)
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000)
  })
})

describe('the token that our module obtained', () => {
  const token = world.module_token

  test('is accepted by validateToken', async () => {
    expect(await ims.validateToken(token)).toMatchObject({ valid: true })
    expect(await ims.validateToken(token, clientId)).toMatchObject({ valid: true })
  })

  test('is accepted by validateTokenAllowList, with and without a cache', async () => {
    expect(await ims.validateTokenAllowList(token, [clientId])).toMatchObject({ valid: true })
    const caching = new Ims('prod', new ValidationCache(60 * 1000, 10, 10))
    expect(await caching.validateTokenAllowList(token, [clientId])).toMatchObject({ valid: true })
    expect(await caching.validateTokenAllowList(token, [clientId])).toMatchObject({ valid: true })
  })

  test('is refused for another client', async () => {
    expect(await ims.validateToken(token, 'another')).toMatchObject({ valid: false })
    expect(await ims.validateTokenAllowList(token, ['another'])).toMatchObject({ valid: false })
  })

  test('names the production environment, and a user with the organization', async () => {
    const found = await Ims.fromToken(token)
    expect(found.ims.env).toBe('prod')
    const organizations = await found.ims.getOrganizations(token)
    const idents = organizations.map(({ orgRef }) => `${orgRef.ident}@${orgRef.authSrc}`)
    expect(idents).toContain(world.org)
  })

  test('opens Analytics for aio-lib-analytics', async () => {
    const client = await analytics.init(world.company, clientId, token)
    const user = await client.getCurrentUser()
    expect(user.body.imsUserId).toBe(world.oauth.technical_account_id)
    const suites = await client.getCollections({ limit: 1000, rsids: world.report_suites.join(',') })
    expect(suites.body.content.map(({ rsid }) => rsid).sort()).toEqual([...world.report_suites].sort())
  })
})

describe('a token that does not hold', () => {
  test('is refused when its signature is not that of IMS', async () => {
    const [header, payload] = (await newToken()).access_token.token.split('.')
    expect(await ims.validateToken(`${header}.${payload}.${'A'.repeat(342)}`)).toMatchObject({ valid: false })
  })

  test('is refused after invalidateToken', async () => {
    const { token } = (await newToken()).access_token
    expect(await ims.validateToken(token)).toMatchObject({ valid: true })
    await ims.invalidateToken(token, clientId, secret)
    expect(await ims.validateToken(token)).toMatchObject({ valid: false })
    give('invalidated-token', token)
  })
})
