// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the resources of the embedded API server that come from Kubernetes, from the Go modules that Kubernetes publishes.
 * {@code docs/next-kubernetes.md} says how it is run. Nothing here is part of the jar, and no Go code is run: the sources are
 * read as text.
 */
@NullMarked
package dev.spurline.embedded.generator;

import org.jspecify.annotations.NullMarked;
