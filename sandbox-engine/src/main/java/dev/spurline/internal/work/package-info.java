// SPDX-License-Identifier: Apache-2.0
/** The threads of an engine, its deadlines, and how often a call is tried again. What runs on them is others' business. */
@NullMarked
package dev.spurline.internal.work;

import org.jspecify.annotations.NullMarked;
