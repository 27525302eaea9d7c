// SPDX-License-Identifier: Apache-2.0
/** A sandbox in each routing case. */
@NullMarked
package dev.spurline.reliability.cases;

import org.jspecify.annotations.NullMarked;
