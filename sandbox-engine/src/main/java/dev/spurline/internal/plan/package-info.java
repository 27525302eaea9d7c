// SPDX-License-Identifier: Apache-2.0
/**
 * The decisions: a pure function from a spec and a survey to a plan. No I/O, no clock, no randomness; what is refused is
 * refused here, or in {@code routing} if it is about routes.
 */
@NullMarked
package dev.spurline.internal.plan;

import org.jspecify.annotations.NullMarked;
