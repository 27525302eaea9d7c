// SPDX-License-Identifier: Apache-2.0
/** Tests of the data plane, without a cluster: the configuration is handed in. */
@NullMarked
package dev.spurline.embedded.internal.mesh.proxy;

import org.jspecify.annotations.NullMarked;
