// SPDX-License-Identifier: Apache-2.0
/** Tests of what the mesh reads, without a cluster. */
@NullMarked
package dev.spurline.embedded.internal.mesh.config;

import org.jspecify.annotations.NullMarked;
