// Copyright: (c) 2026, aemfleet.ims contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const fs = require('fs')
const path = require('path')

const world = JSON.parse(fs.readFileSync(process.env.CONFORMANCE_WORLD, 'utf8'))

/** Hand a result over to the checks in Python. */
function give (name, value) {
  fs.writeFileSync(path.join(process.env.CONFORMANCE_RESULTS, `${name}.json`), JSON.stringify(value))
}

/** Throw a switch of the simulated cloud. */
async function configure (settings) {
  const request = { method: 'PUT', body: JSON.stringify(settings), headers: { 'Content-Type': 'application/json' } }
  const answer = await fetch(`${world.control}/settings/cloud`, request)
  if (!answer.ok) throw new Error(await answer.text())
}

module.exports = { world, give, configure }
