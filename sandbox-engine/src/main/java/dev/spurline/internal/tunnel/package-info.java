// SPDX-License-Identifier: Apache-2.0
/** Byte streams from this JVM into ports of pods, through the API server's port-forward, and HTTP over them. */
@NullMarked
package dev.spurline.internal.tunnel;

import org.jspecify.annotations.NullMarked;
