// SPDX-License-Identifier: Apache-2.0
/** The engine without a test framework. */
@NullMarked
package dev.spurline.examples.engine;

import org.jspecify.annotations.NullMarked;
