// SPDX-License-Identifier: Apache-2.0
/** The tables that kubectl prints: columns by kind, cells, ages. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema.tables;

import org.jspecify.annotations.NullMarked;
