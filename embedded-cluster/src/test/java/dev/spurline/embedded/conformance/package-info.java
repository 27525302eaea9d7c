// SPDX-License-Identifier: Apache-2.0
/** What a Kubernetes cluster does, stated as tests that run against the embedded cluster and against any other. */
@NullMarked
package dev.spurline.embedded.conformance;

import org.jspecify.annotations.NullMarked;
