// SPDX-License-Identifier: Apache-2.0
/**
 * Compares what a fork answers with what its baseline answers. Answers are trees; what of them differs, and what varies by
 * itself, is decided by pure functions.
 */
@NullMarked
package dev.spurline.internal.compare;

import org.jspecify.annotations.NullMarked;
