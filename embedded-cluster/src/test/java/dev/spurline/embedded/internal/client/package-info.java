// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.embedded.internal.client;

import org.jspecify.annotations.NullMarked;
