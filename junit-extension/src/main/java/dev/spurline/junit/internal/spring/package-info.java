// SPDX-License-Identifier: Apache-2.0
/**
 * Spring's clients, on top of the JDK's client, which takes care of the key, of redirects and of counting: the only package
 * that knows Spring. No API.
 */
@NullMarked
package dev.spurline.junit.internal.spring;

import org.jspecify.annotations.NullMarked;
