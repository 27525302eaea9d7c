// SPDX-License-Identifier: Apache-2.0
/** The corridor that a request to open a sandbox walks through once, station by station, and the sandbox at its end. */
@NullMarked
package dev.spurline.internal.corridor;

import org.jspecify.annotations.NullMarked;
