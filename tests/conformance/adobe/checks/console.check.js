// Copyright: (c) 2026, aemfleet.ims contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// What the suite inside aio-lib-console leaves out: a credential for Analytics from nothing to its first token, and
// the life of a certificate, whose tests are commented out there.

'use strict'

const { Readable } = require('stream')
const sdk = require('@adobe/aio-lib-console')
const certificates = require('@adobe/aio-cli-plugin-certificate')
const { Ims } = require('@adobe/aio-lib-ims')
const { world, give, configure } = require('./world')

const ANALYTICS = 'AdobeAnalyticsSDK'
let client, org

beforeAll(async () => {
  client = await sdk.init(world.console.access_token, world.console.api_key, 'prod')
  const organizations = (await client.getOrganizations()).body
  org = organizations.find(({ code }) => code === world.org).id
})

afterAll(() => configure({ jwt_cut_off: null }))

/** The numbers that lead to the workspace of a new project, in the order of the client's arguments. */
async function newWorkspace (name) {
  const wish = { name, title: name, description: 'Conformance', type: 'default' }
  const { projectId, workspaceId } = (await client.createProject(org, wish)).body
  return [org, projectId, workspaceId]
}

/** The subscription that the aio CLI sends: every product profile of the entry of type entp. */
async function analyticsSubscription () {
  const services = (await client.getServicesForOrg(org)).body
  const { properties } = services.find(({ code, type }) => code === ANALYTICS && type === 'entp')
  const licenseConfigs = properties.licenseConfigs.map(({ id, productId }) => ({ op: 'add', id, productId }))
  return [{ sdkCode: ANALYTICS, roles: null, licenseConfigs }]
}

async function credentialsOf (place) {
  return (await client.downloadWorkspaceJson(...place)).body.project.workspace.details.credentials
}

function newCertificate (name) {
  const subject = { country: 'US', state: 'CA', locality: 'SF', organization: 'Conformance', unit: 'AEM' }
  return Readable.from([certificates.generate(name, 365, subject).cert])
}

test('a server-to-server credential for Analytics comes from nothing to its first token', async () => {
  const place = await newWorkspace('AemOauth')
  const made = await client.createOAuthServerToServerCredential(...place, 'AEM conformance', 'x')
  const subscribed = await client.subscribeCredentialToServices(
    ...place, 'oauth_server_to_server', made.body.id, await analyticsSubscription()
  )
  expect(subscribed.body).toEqual({ sdkList: [ANALYTICS] })
  const [{ oauth_server_to_server: credential }] = await credentialsOf(place)
  expect(credential.client_id).toBe(made.body.apiKey)
  const { access_token: accessToken } = await new Ims('prod').getAccessTokenByClientCredentials(
    credential.client_id, credential.client_secrets[0], world.org, credential.scopes
  )
  expect(accessToken.token).toBeTruthy()
  give('workspace', (await client.downloadWorkspaceJson(...place)).body)
})

test('a certificate is bound, listed and unbound', async () => {
  const place = await newWorkspace('AemService')
  const made = await client.createEnterpriseCredential(...place, newCertificate('first'), 'AEM service', 'x')
  const { id } = await made.json()
  expect(await credentialsOf(place)).toMatchObject([{ id, integration_type: 'service' }])
  const subscribed = await client.subscribeCredentialToServices(...place, 'entp', id, await analyticsSubscription())
  expect(subscribed.body).toEqual({ sdkList: [ANALYTICS] })
  const bindings = (await client.getBindingsForIntegration(org, id)).body
  expect(bindings).toMatchObject([{ certificateFingerprint: expect.stringMatching(/^[0-9a-f]{40}$/) }])
  await client.deleteBinding(org, id, bindings[0].bindingId)
  expect((await client.getBindingsForIntegration(org, id)).body).toEqual([])
})

test('since Adobe ended them, a JWT credential is not made', async () => {
  const place = await newWorkspace('AemLate')
  await configure({ jwt_cut_off: 'adobe' })
  const attempt = client.createEnterpriseCredential(...place, newCertificate('late'), 'AEM too late', 'x')
  await expect(attempt).rejects.toThrow(/4\d\d/)
  expect(await credentialsOf(place)).toEqual([])
})
