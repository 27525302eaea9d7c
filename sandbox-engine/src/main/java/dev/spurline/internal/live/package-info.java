// SPDX-License-Identifier: Apache-2.0
/** Finds out whether the mesh follows a sandbox's routes, and whether it has forgotten them. */
@NullMarked
package dev.spurline.internal.live;

import org.jspecify.annotations.NullMarked;
