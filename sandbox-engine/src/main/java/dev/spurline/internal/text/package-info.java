// SPDX-License-Identifier: Apache-2.0
/** What several rooms do with words: find the nearest name. */
@NullMarked
package dev.spurline.internal.text;

import org.jspecify.annotations.NullMarked;
