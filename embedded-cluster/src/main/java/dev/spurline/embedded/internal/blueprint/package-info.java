// SPDX-License-Identifier: Apache-2.0
/** Blueprints: reads what a cluster shall be, applies it and waits until it is so. */
@NullMarked
package dev.spurline.embedded.internal.blueprint;

import org.jspecify.annotations.NullMarked;
