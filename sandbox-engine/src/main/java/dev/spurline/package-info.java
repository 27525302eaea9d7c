// SPDX-License-Identifier: Apache-2.0
/**
 * Sandboxes in a shared Kubernetes namespace, without JUnit: start at {@link dev.spurline.SandboxEngine}.
 *
 * <p>This package is the whole public API of the engine, with its settings in {@link dev.spurline.settings} and, for
 * authors of test frameworks, {@link dev.spurline.framework}; how a cluster for tests is described and provided is in
 * {@link dev.spurline.cluster}. Everything under {@code dev.spurline.internal} may change at any time.
 */
@NullMarked
package dev.spurline;

import org.jspecify.annotations.NullMarked;
