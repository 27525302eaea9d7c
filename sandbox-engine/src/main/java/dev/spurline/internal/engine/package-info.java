// SPDX-License-Identifier: Apache-2.0
/** Connects the stations of one engine, opens sandboxes one by one, and closes everything. */
@NullMarked
package dev.spurline.internal.engine;

import org.jspecify.annotations.NullMarked;
