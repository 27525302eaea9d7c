// SPDX-License-Identifier: Apache-2.0
/** Tests of the engine against the embedded cluster; here, because this module sees both. */
@NullMarked
package dev.spurline.engine;

import org.jspecify.annotations.NullMarked;
