// SPDX-License-Identifier: Apache-2.0
/**
 * Sandboxes for JUnit tests: start at {@link dev.spurline.junit.Sandbox}.
 *
 * <p>This package is the public API of the extension for those who write tests; {@link dev.spurline.junit.client} is for
 * those who add kinds of clients. It knows JUnit and the engine's public API, not Kubernetes.
 * Everything under {@code dev.spurline.junit.internal} may change at any time.
 */
@NullMarked
package dev.spurline.junit;

import org.jspecify.annotations.NullMarked;
