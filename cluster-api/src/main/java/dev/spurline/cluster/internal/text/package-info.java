// SPDX-License-Identifier: Apache-2.0
/** Finds what somebody meant who misspelt a name, for the engine and for the embedded cluster. No public API. */
@NullMarked
package dev.spurline.cluster.internal.text;

import org.jspecify.annotations.NullMarked;
