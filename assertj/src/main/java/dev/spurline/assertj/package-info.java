// SPDX-License-Identifier: Apache-2.0
/**
 * Assertions of AssertJ on sandboxes, for any test framework: start at {@link dev.spurline.assertj.SpurlineAssertions}. What
 * is compared, and how, is decided by the engine.
 */
@NullMarked
package dev.spurline.assertj;

import org.jspecify.annotations.NullMarked;
