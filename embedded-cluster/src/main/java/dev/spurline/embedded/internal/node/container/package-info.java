// SPDX-License-Identifier: Apache-2.0
/** Containers: start, life, restart and end of one, as a process or a server in this JVM. */
@NullMarked
package dev.spurline.embedded.internal.node.container;

import org.jspecify.annotations.NullMarked;
