// SPDX-License-Identifier: Apache-2.0
/**
 * Two clients that Spurline knows nothing of, and the adapters that let {@code @Routed} stand on them. What an adapter needs
 * is on its class path by the dependency on the extension, and nothing else.
 */
@NullMarked
package dev.spurline.examples.client;

import org.jspecify.annotations.NullMarked;
