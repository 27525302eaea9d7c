// SPDX-License-Identifier: Apache-2.0
/** Apache HttpClient 5 as a client: the only package that knows it. No API. */
@NullMarked
package dev.spurline.junit.internal.httpclient5;

import org.jspecify.annotations.NullMarked;
