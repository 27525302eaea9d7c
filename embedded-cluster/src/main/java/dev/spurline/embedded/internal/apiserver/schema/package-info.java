// SPDX-License-Identifier: Apache-2.0
/**
 * What the API server knows about objects: the types of the built-in kinds and of custom resources, defaults, validation,
 * generation rules, table columns, quota arithmetic. Pure functions over JSON; no storage, no HTTP.
 */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema;

import org.jspecify.annotations.NullMarked;
