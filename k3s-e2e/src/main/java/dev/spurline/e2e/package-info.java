// SPDX-License-Identifier: Apache-2.0
/**
 * A real cluster with a mesh and the shop on it, for tests: K3s in a container, or a cluster that is there. The tests that
 * run on it, and what of the other modules they call, stand among the tests of this module. How to run it: docs/e2e.md.
 */
@NullMarked
package dev.spurline.e2e;

import org.jspecify.annotations.NullMarked;
