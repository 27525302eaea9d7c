// SPDX-License-Identifier: Apache-2.0
/** Tests of routing, without a cluster. */
@NullMarked
package dev.spurline.embedded.internal.mesh.routing;

import org.jspecify.annotations.NullMarked;
