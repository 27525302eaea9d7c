// SPDX-License-Identifier: Apache-2.0
/** The garbage collector: a graph of owners over all kinds, and what to do when an owner goes. */
@NullMarked
package dev.spurline.embedded.internal.controllers.garbage;

import org.jspecify.annotations.NullMarked;
