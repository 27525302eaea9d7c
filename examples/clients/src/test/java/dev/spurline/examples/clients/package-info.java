// SPDX-License-Identifier: Apache-2.0
/** One client of each library in a town of four services. */
@NullMarked
package dev.spurline.examples.clients;

import org.jspecify.annotations.NullMarked;
