// SPDX-License-Identifier: Apache-2.0
/** The volumes of pods as directories of this machine: what is in them, how it is kept up to date, where it is found. */
@NullMarked
package dev.spurline.embedded.internal.node.volume;

import org.jspecify.annotations.NullMarked;
