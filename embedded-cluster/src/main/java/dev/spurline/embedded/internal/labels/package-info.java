// SPDX-License-Identifier: Apache-2.0
/** When a label fulfils a term of a selector: the API server and its clients must never disagree about it. */
@NullMarked
package dev.spurline.embedded.internal.labels;

import org.jspecify.annotations.NullMarked;
