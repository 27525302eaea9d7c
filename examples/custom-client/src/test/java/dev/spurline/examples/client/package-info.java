// SPDX-License-Identifier: Apache-2.0
/** What the adapters do in a cluster. */
@NullMarked
package dev.spurline.examples.client;

import org.jspecify.annotations.NullMarked;
