// SPDX-License-Identifier: Apache-2.0
/** REST Assured as a client: the only package that knows it, and an adapter that knows nothing of Spurline but the SPI. No API. */
@NullMarked
package dev.spurline.junit.internal.restassured;

import org.jspecify.annotations.NullMarked;
