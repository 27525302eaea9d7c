// SPDX-License-Identifier: Apache-2.0
/** The embedded cluster as others use it: for tests of their own Kubernetes clients, without the rest of Spurline. */
@NullMarked
package dev.spurline.embedded.alone;

import org.jspecify.annotations.NullMarked;
