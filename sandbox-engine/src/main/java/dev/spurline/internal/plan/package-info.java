// SPDX-License-Identifier: Apache-2.0
/**
 * The decisions: a pure function from a spec and a survey to a plan. No I/O, no clock, no randomness; everything that is
 * refused is refused here.
 */
@NullMarked
package dev.spurline.internal.plan;

import org.jspecify.annotations.NullMarked;
