// SPDX-License-Identifier: Apache-2.0
/** Puts failures of other people's code into sentences, and says where ours are explained, for all modules. No public API. */
@NullMarked
package dev.spurline.cluster.internal.failure;

import org.jspecify.annotations.NullMarked;
