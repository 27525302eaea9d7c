// SPDX-License-Identifier: Apache-2.0
/** Probes: when a container is asked, and what its answers decide. */
@NullMarked
package dev.spurline.embedded.internal.node.probe;

import org.jspecify.annotations.NullMarked;
