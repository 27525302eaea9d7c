// SPDX-License-Identifier: Apache-2.0
/** The JDK's client and plain addresses as clients: adapters that know nothing of Spurline but the SPI. No API. */
@NullMarked
package dev.spurline.junit.internal.http;

import org.jspecify.annotations.NullMarked;
