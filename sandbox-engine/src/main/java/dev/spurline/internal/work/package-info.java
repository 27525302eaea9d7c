// SPDX-License-Identifier: Apache-2.0
/** The threads of an engine. What runs on them is others' business. */
@NullMarked
package dev.spurline.internal.work;

import org.jspecify.annotations.NullMarked;
