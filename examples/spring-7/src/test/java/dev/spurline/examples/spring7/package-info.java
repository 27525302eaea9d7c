// SPDX-License-Identifier: Apache-2.0
/** The clients of Spring 7. */
@NullMarked
package dev.spurline.examples.spring7;

import org.jspecify.annotations.NullMarked;
