// SPDX-License-Identifier: Apache-2.0
/** The node: runs pods as servers in this JVM or as local processes, as a kubelet runs containers. */
@NullMarked
package dev.spurline.embedded.internal.node;

import org.jspecify.annotations.NullMarked;
