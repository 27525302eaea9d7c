// SPDX-License-Identifier: Apache-2.0
/** Providers on the class path of a test. */
@NullMarked
package dev.spurline.internal.provider;

import org.jspecify.annotations.NullMarked;
