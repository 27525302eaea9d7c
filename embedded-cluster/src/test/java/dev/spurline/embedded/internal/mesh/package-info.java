// SPDX-License-Identifier: Apache-2.0
/** Tests of the mesh against the embedded API server. */
@NullMarked
package dev.spurline.embedded.internal.mesh;

import org.jspecify.annotations.NullMarked;
