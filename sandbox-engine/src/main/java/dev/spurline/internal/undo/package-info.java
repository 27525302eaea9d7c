// SPDX-License-Identifier: Apache-2.0
/** Removes sandboxes by label, whoever made them and whatever is left of them. */
@NullMarked
package dev.spurline.internal.undo;

import org.jspecify.annotations.NullMarked;
