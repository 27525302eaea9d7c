// SPDX-License-Identifier: Apache-2.0
/** What only tests ask of an embedded cluster. */
@NullMarked
package dev.spurline.embedded;

import org.jspecify.annotations.NullMarked;
