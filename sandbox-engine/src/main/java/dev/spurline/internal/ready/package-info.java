// SPDX-License-Identifier: Apache-2.0
/** Waits, by watch, until forks are ready, and says why one never will be. */
@NullMarked
package dev.spurline.internal.ready;

import org.jspecify.annotations.NullMarked;
