// SPDX-License-Identifier: Apache-2.0
/** The types of the built-in kinds: fields, scalars, defaults, and which zero values are written. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema.types;

import org.jspecify.annotations.NullMarked;
