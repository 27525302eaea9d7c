// SPDX-License-Identifier: Apache-2.0
/** Performs the writes of a plan in waves. Knows nothing of what the objects mean. */
@NullMarked
package dev.spurline.internal.apply;

import org.jspecify.annotations.NullMarked;
