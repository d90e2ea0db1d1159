// Copyright: (c) 2026, aemfleet.ims contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// Adobe's packages lie below .build, not beside these files; they are loaded as they are.
module.exports = {
  testEnvironment: 'node',
  testRegex: '\\.check\\.js$',
  testTimeout: 60000,
  transform: {},
  modulePaths: [process.env.CONFORMANCE_MODULES],
}
