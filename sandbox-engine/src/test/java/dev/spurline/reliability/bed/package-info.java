// SPDX-License-Identifier: Apache-2.0
/** A cluster with room for several runs beside each other, what is in it, and those who use it all the while. */
@NullMarked
package dev.spurline.reliability.bed;

import org.jspecify.annotations.NullMarked;
