// SPDX-License-Identifier: Apache-2.0
/** Makes commands for processes out of what this JVM knows of itself. Starts nothing. No public API. */
@NullMarked
package dev.spurline.cluster.internal.process;

import org.jspecify.annotations.NullMarked;
