// SPDX-License-Identifier: Apache-2.0
/** Tests of the package of the same name. */
@NullMarked
package dev.spurline.junit.internal.httpclient5;

import org.jspecify.annotations.NullMarked;
