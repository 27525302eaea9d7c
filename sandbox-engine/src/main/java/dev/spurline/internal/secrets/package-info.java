// SPDX-License-Identifier: Apache-2.0
/** Which values are secret, and how texts and objects are told without them. */
@NullMarked
package dev.spurline.internal.secrets;

import org.jspecify.annotations.NullMarked;
