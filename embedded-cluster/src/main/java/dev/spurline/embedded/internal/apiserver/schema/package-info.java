// SPDX-License-Identifier: Apache-2.0
/**
 * What the API server knows about objects: one schema per kind, built in or defined by a CustomResourceDefinition. Pure
 * functions over JSON; no storage, no HTTP.
 */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema;

import org.jspecify.annotations.NullMarked;
