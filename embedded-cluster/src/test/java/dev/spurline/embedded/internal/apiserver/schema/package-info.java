// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.embedded.internal.apiserver.schema;

import org.jspecify.annotations.NullMarked;
