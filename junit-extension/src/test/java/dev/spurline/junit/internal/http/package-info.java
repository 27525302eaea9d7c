// SPDX-License-Identifier: Apache-2.0
/** Tests of the extension's inner parts, none of which needs a cluster. */
@NullMarked
package dev.spurline.junit.internal.http;

import org.jspecify.annotations.NullMarked;
