// SPDX-License-Identifier: Apache-2.0
/** The data plane: listeners, the way of one request to its backend, and what a proxy tells about itself. */
@NullMarked
package dev.spurline.embedded.internal.mesh.proxy;

import org.jspecify.annotations.NullMarked;
