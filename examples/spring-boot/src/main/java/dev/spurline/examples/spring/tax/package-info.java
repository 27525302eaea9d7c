// SPDX-License-Identifier: Apache-2.0
/** The tax: a rate for all orders. */
@NullMarked
package dev.spurline.examples.spring.tax;

import org.jspecify.annotations.NullMarked;
