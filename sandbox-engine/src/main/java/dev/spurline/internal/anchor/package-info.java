// SPDX-License-Identifier: Apache-2.0
/** The dead man's switch: one Job per engine and namespace that owns the records and is renewed by heartbeat. */
@NullMarked
package dev.spurline.internal.anchor;

import org.jspecify.annotations.NullMarked;
