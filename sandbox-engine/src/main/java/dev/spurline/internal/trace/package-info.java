// SPDX-License-Identifier: Apache-2.0
/** Finds out how far the key of a sandbox gets: which Services are called with it, and who calls one without it. */
@NullMarked
package dev.spurline.internal.trace;

import org.jspecify.annotations.NullMarked;
