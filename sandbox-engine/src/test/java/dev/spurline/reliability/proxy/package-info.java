// SPDX-License-Identifier: Apache-2.0
/** A proxy before an API server that knows every request and can disturb any of them. No engine lives here. */
@NullMarked
package dev.spurline.reliability.proxy;

import org.jspecify.annotations.NullMarked;
