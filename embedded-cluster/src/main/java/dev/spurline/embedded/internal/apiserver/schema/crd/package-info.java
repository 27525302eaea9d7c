// SPDX-License-Identifier: Apache-2.0
/** Structural schemas of CustomResourceDefinitions: validation, pruning, defaults. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema.crd;

import org.jspecify.annotations.NullMarked;
