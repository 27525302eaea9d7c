// SPDX-License-Identifier: Apache-2.0
/** Threads that carry the name of the part they belong to. */
@NullMarked
package dev.spurline.embedded.internal.threads;

import org.jspecify.annotations.NullMarked;
