// SPDX-License-Identifier: Apache-2.0
/** Tests of what the server reads and writes. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.http;

import org.jspecify.annotations.NullMarked;
