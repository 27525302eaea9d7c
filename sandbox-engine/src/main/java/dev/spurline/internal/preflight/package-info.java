// SPDX-License-Identifier: Apache-2.0
/** Decides whether a sandbox may be opened, and what its plan may write: guards, rights, key and count, and whether admission lets in what is sent. Writes nothing. */
@NullMarked
package dev.spurline.internal.preflight;

import org.jspecify.annotations.NullMarked;
