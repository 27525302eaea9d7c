// SPDX-License-Identifier: Apache-2.0
/** OkHttp as a client: the only package that knows it. No API. */
@NullMarked
package dev.spurline.junit.internal.okhttp;

import org.jspecify.annotations.NullMarked;
