// SPDX-License-Identifier: Apache-2.0
/** The certificates and ciphers of the endpoints that the cluster opens. */
@NullMarked
package dev.spurline.embedded.internal.tls;

import org.jspecify.annotations.NullMarked;
