// SPDX-License-Identifier: Apache-2.0
/** The orders: calls {@code tax} for each. */
@NullMarked
package dev.spurline.examples.spring.orders;

import org.jspecify.annotations.NullMarked;
