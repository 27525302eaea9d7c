// SPDX-License-Identifier: Apache-2.0
/** Validation of the built-in kinds: one class per subject, each fault with its field path. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema.rules;

import org.jspecify.annotations.NullMarked;
